import type { RecordState } from '@atrium/protocol';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { useMay } from '../../../workspace/use-projects.ts';
import { useRecords } from '../../../workspace/use-records.ts';
import { CommentComposer } from '../comments/comment-composer.tsx';
import { CommentThread } from '../comments/comment-thread.tsx';
import { threadsOf } from '../comments/threads.ts';
import { ChangeRow } from './change-row.tsx';
import { useActivity } from './use-activity.ts';

type View = 'all' | 'comments' | 'changes';

/** What was said and what was done, oldest first, with the place to say something at the end. */
export function ItemTimeline({
  item,
  project,
  onTyping,
  writing,
  composerRef,
}: {
  item: RecordState;
  project: RecordState;
  onTyping: () => void;
  /** "Ada is writing…" */
  writing: ReactNode;
  composerRef: (field: HTMLTextAreaElement | null) => void;
}) {
  const [view, setView] = useState<View>('all');
  const comments = useRecords({ type: 'comment', where: { subject: item.id } });
  const threads = useMemo(() => threadsOf(comments), [comments]);
  const activity = useActivity(item);
  const rights = {
    comment: useMay('comment', 'comment', project),
    manage: useMay('manage', 'comment', project),
  };
  const entries = useMemo(() => {
    const said = threads.map((thread) => ({ at: thread.at, thread, group: undefined }));
    const done = activity.groups.map((group) => ({ at: group.at, thread: undefined, group }));
    const shown = [...(view === 'changes' ? [] : said), ...(view === 'comments' ? [] : done)];
    return shown.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }, [threads, activity.groups, view]);
  return (
    <section aria-label="Activity">
      <div className="flex h-8 items-center gap-2">
        <h2 className="text-12 font-medium text-ink-muted">Activity</h2>
        <Tabs
          label="What to show"
          className="ml-auto"
          value={view}
          onChange={setView}
          items={[
            { value: 'all', label: 'All' },
            { value: 'comments', label: 'Comments', count: comments.length || undefined },
            { value: 'changes', label: 'Changes' },
          ]}
        />
      </div>
      <div className="flex flex-col gap-3 pt-2">
        {view !== 'comments' && <ActivityState activity={activity} />}
        {entries.map(({ thread, group }) =>
          thread ? (
            <CommentThread
              key={thread.id}
              thread={thread}
              subject={item.id}
              rights={rights}
              onTyping={onTyping}
            />
          ) : (
            <ChangeRow key={group.id} group={group} project={project} />
          ),
        )}
        {view === 'comments' && threads.length === 0 && (
          <p className="px-3 text-12 text-ink-faint">Nobody has said anything yet.</p>
        )}
        {view !== 'changes' && rights.comment && (
          <CommentComposer key={item.id} subject={item.id} onTyping={onTyping} inputRef={composerRef} />
        )}
        {view !== 'changes' && !rights.comment && (
          <p className="px-3 text-12 text-ink-faint">You may read this project, but not comment in it.</p>
        )}
        <p aria-live="polite" className="h-5 px-3 text-12 text-ink-faint">
          {writing}
        </p>
      </div>
    </section>
  );
}

function ActivityState({ activity }: { activity: ReturnType<typeof useActivity> }) {
  if (activity.isPending && activity.fetchStatus !== 'fetching') {
    return <p className="px-3 text-12 text-ink-faint">Changes are shown once you are connected.</p>;
  }
  if (activity.isPending) {
    return (
      <output aria-label="Loading changes" className="flex items-center gap-2 px-3">
        <Skeleton className="size-5 rounded-full" />
        <Skeleton className="h-3 w-48" />
      </output>
    );
  }
  if (activity.isError) {
    return (
      <p className="flex items-center gap-2 px-3 text-12 text-ink-muted">
        The changes could not be loaded.
        <Button size="small" variant="ghost" onClick={() => void activity.refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (!activity.hasNextPage) return null;
  return (
    <Button
      size="small"
      variant="ghost"
      className="self-start"
      busy={activity.isFetchingNextPage}
      onClick={() => void activity.fetchNextPage()}
    >
      Show earlier changes
    </Button>
  );
}
