import { useMemo } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ListPicture } from '../../design/pictures.tsx';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { problemOf } from '../../workspace/api-problem.ts';
import { useObservable } from '../../workspace/use-observable.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { type HistorySearch, timelineQuery } from './history-search.ts';
import type { HistorySubject } from './history-subject.ts';
import { Timeline } from './timeline.tsx';
import { useTimeline } from './use-timeline.ts';
import { useTimelineActions } from './use-timeline-actions.tsx';

export interface HistoryTimelineProps {
  subject: HistorySubject;
  search: HistorySearch;
  onSearch: (search: HistorySearch) => void;
}

/** The changes themselves, or why there are none to see. */
export function HistoryTimeline({ subject, search, onSearch }: HistoryTimelineProps) {
  const query = useMemo(() => timelineQuery(search), [search]);
  const timeline = useTimeline(subject, query);
  const { actions, dialogs } = useTimelineActions({ subject, search, onSearch });
  const { connection } = useObservable(useClient().status);
  const offline = connection !== 'live' && connection !== 'connecting';
  const { entries, names, isPending, error, refetch } = timeline;
  if (error && entries.length === 0) {
    const { code, sentence } = problemOf(error);
    return (
      <ErrorState
        title={code === undefined ? 'The history is on the server' : 'This history cannot be shown'}
        retry={{ run: () => void refetch() }}
        details={code}
      >
        {code === undefined
          ? 'You seem to be offline, and this device keeps only how things are now. Your changes are safe.'
          : sentence}
      </ErrorState>
    );
  }
  if (isPending) return <RowsSkeleton rows={8} label="Loading the history" />;
  return (
    <>
      {offline && (
        <p role="status" className="mt-3 rounded-control bg-sunken px-3 py-2 text-12 text-ink-muted">
          You are offline: this is what was read before. What came since shows as soon as you are back.
        </p>
      )}
      {entries.length === 0 ? (
        <EmptyState
          picture={<ListPicture />}
          title="Nothing changed like this"
          action={{ label: 'Show all changes', run: () => onSearch({}) }}
        >
          No change fits these filters.
        </EmptyState>
      ) : (
        <Timeline
          key={JSON.stringify(query)}
          entries={entries}
          names={names}
          actions={actions}
          hasMore={timeline.hasNextPage}
          loadingMore={timeline.isFetchingNextPage}
          onMore={timeline.fetchNextPage}
        />
      )}
      {dialogs}
    </>
  );
}
