import { reopenThread, resolveThread } from '@atrium/model';
import type { RecordId } from '@atrium/protocol';
import { ChevronDown, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { usePerson } from '../../../workspace/use-people.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { readDraft } from '../drafts.ts';
import { textOf } from '../item-view.ts';
import { CommentComposer } from './comment-composer.tsx';
import { type CommentRights, CommentView, isLinked } from './comment-view.tsx';
import type { Thread } from './threads.ts';

/** A comment with its answers; once resolved it folds into one line. */
export function CommentThread({
  thread,
  subject,
  rights,
  onTyping,
}: {
  thread: Thread;
  subject: RecordId;
  rights: CommentRights;
  onTyping: () => void;
}) {
  const send = useSend();
  const { root, replies, resolved } = thread;
  const [unfolded, setUnfolded] = useState(() =>
    [root, ...replies].some((comment) => comment && isLinked(comment.id)),
  );
  const [answering, setAnswering] = useState(() => readDraft(`reply:${thread.id}`) !== undefined);
  if (resolved && !unfolded) {
    return <ResolvedLine thread={thread} onUnfold={() => setUnfolded(true)} />;
  }
  const settle = root && {
    resolved,
    run: () => {
      send(
        resolved ? reopenThread(root) : resolveThread(root),
        resolved ? 'Thread reopened' : 'Thread resolved',
      );
      setUnfolded(false);
    },
  };
  return (
    <div className="rounded-card border border-line bg-raised">
      {root ? (
        <CommentView
          comment={root}
          rights={rights}
          onTyping={onTyping}
          settle={settle}
          onAnswer={() => setAnswering(true)}
        />
      ) : (
        <p className="px-3 py-2.5 text-12 text-ink-faint">The first comment was deleted.</p>
      )}
      {replies.map((reply) => (
        <div key={reply.id} className="border-t border-line">
          <CommentView comment={reply} rights={rights} onTyping={onTyping} />
        </div>
      ))}
      {rights.comment && root && (answering || replies.length > 0) && (
        <div className="border-t border-line p-1.5">
          {answering ? (
            <CommentComposer
              subject={subject}
              parent={root.id}
              autoFocus
              onTyping={onTyping}
              onDone={() => setAnswering(false)}
            />
          ) : (
            <button
              type="button"
              onClick={() => setAnswering(true)}
              className="h-7 w-full rounded-control px-2 text-left text-12 text-ink-faint transition-colors hover:bg-hover hover:text-ink-muted"
            >
              Answer…
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function ResolvedLine({ thread, onUnfold }: { thread: Thread; onUnfold: () => void }) {
  const by = usePerson(textOf(thread.root?.fields.resolvedBy));
  const count = thread.replies.length + 1;
  return (
    <button
      type="button"
      onClick={onUnfold}
      aria-expanded={false}
      className="flex h-9 w-full items-center gap-2 rounded-card border border-line px-3 text-left text-12 text-ink-muted transition-colors hover:bg-hover"
    >
      <CircleCheck className="size-4 shrink-0 text-done" aria-hidden="true" />
      <span className="min-w-0 flex-1 truncate">
        {by.name} resolved a thread of {count === 1 ? 'one comment' : `${count} comments`}:{' '}
        <span className="text-ink-faint">{textOf(thread.root?.fields.body)?.slice(0, 80)}</span>
      </span>
      <ChevronDown className="size-4 shrink-0" aria-hidden="true" />
    </button>
  );
}
