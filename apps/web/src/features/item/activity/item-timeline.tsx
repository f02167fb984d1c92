import type { RecordId, RecordState } from '@atrium/protocol';
import { Fragment, type ReactNode, useMemo, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { useMay } from '../../../workspace/use-projects.ts';
import { useRecords } from '../../../workspace/use-records.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';
import { CommentComposer } from '../comments/comment-composer.tsx';
import { CommentThread } from '../comments/comment-thread.tsx';
import { type Thread, threadsOf } from '../comments/threads.ts';
import type { ChangeGroup } from './change-groups.ts';
import { ChangeRow } from './change-row.tsx';
import { GivenUpRow } from './given-up-row.tsx';
import type { LinkChange } from './link-changes.ts';
import { LinkRow } from './link-row.tsx';
import type { useActivity } from './use-activity.ts';

type View = 'all' | 'comments' | 'changes';

type Entry = { readonly at: string; readonly by: RecordId } & (
  | { readonly kind: 'said'; readonly thread: Thread }
  | { readonly kind: 'done'; readonly group: ChangeGroup }
  | { readonly kind: 'linked'; readonly link: LinkChange }
  | { readonly kind: 'settled'; readonly conflict: RecordState }
);

function idOf(entry: Entry): string {
  if (entry.kind === 'said') return entry.thread.id;
  if (entry.kind === 'done') return entry.group.id;
  return entry.kind === 'linked' ? entry.link.id : entry.conflict.id;
}

/** What was said and what was done, oldest first, with the place to say something at the end. */
export function ItemTimeline({
  item,
  project,
  activity,
  since,
  onTyping,
  writing,
  composerRef,
}: {
  item: RecordState;
  project: RecordState;
  activity: ReturnType<typeof useActivity>;
  /** When one was here last: what others did after it is marked as new. */
  since: string | undefined;
  onTyping: () => void;
  /** "Ada is writing…" */
  writing: ReactNode;
  composerRef: (field: HTMLTextAreaElement | null) => void;
}) {
  const [view, setView] = useState<View>('all');
  const comments = useRecords({ type: 'comment', where: { subject: item.id } });
  const threads = useMemo(() => threadsOf(comments), [comments]);
  const settled = useRecords({ type: 'conflict', where: { subject: item.id } });
  const { membership } = useWorkspace();
  const rights = {
    comment: useMay('comment', 'comment', project),
    manage: useMay('manage', 'comment', project),
  };
  const mayUpdate = useMay('update', 'work_item', project);
  const entries = useMemo(() => {
    const said = threads.map(
      (thread): Entry => ({ kind: 'said', at: thread.at, by: thread.root?.createdBy ?? '', thread }),
    );
    const done = [
      ...activity.groups.map((group): Entry => ({ kind: 'done', at: group.at, by: group.personId, group })),
      ...activity.links.map((link): Entry => ({ kind: 'linked', at: link.at, by: link.personId, link })),
      ...settled.map(
        (conflict): Entry => ({ kind: 'settled', at: conflict.createdAt, by: conflict.createdBy, conflict }),
      ),
    ];
    const shown = [...(view === 'changes' ? [] : said), ...(view === 'comments' ? [] : done)];
    return shown.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }, [threads, activity.groups, activity.links, settled, view]);
  const firstNew = since && entries.findIndex(({ at, by }) => at > since && by !== membership.personId);
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
        {entries.map((entry, index) => (
          <Fragment key={idOf(entry)}>
            {index === firstNew && <NewDivider />}
            {entry.kind === 'said' && (
              <CommentThread thread={entry.thread} subject={item.id} rights={rights} onTyping={onTyping} />
            )}
            {entry.kind === 'done' && <ChangeRow group={entry.group} project={project} />}
            {entry.kind === 'linked' && <LinkRow change={entry.link} project={project} />}
            {entry.kind === 'settled' && (
              <GivenUpRow conflict={entry.conflict} item={item} project={project} may={mayUpdate} />
            )}
          </Fragment>
        ))}
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

/** Where what one has not seen begins. */
function NewDivider() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> has no words.
    <div
      role="separator"
      aria-label="New since you were here"
      className="flex items-center gap-2 px-3 text-11 font-medium text-accent-ink"
    >
      <span className="h-px flex-1 bg-accent-line" />
      New
      <span className="h-px flex-1 bg-accent-line" />
    </div>
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
