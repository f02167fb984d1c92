import type { RecordId, RecordState } from '@atrium/protocol';

export interface Thread {
  readonly id: RecordId;
  /** Undefined when the first comment was deleted and answers are left. */
  readonly root: RecordState | undefined;
  readonly replies: readonly RecordState[];
  /** When it began. */
  readonly at: string;
  readonly resolved: boolean;
}

/** An item's comments as threads, oldest first. */
export function threadsOf(comments: readonly RecordState[]): Thread[] {
  const roots = new Map<RecordId, RecordState | undefined>();
  const replies = new Map<RecordId, RecordState[]>();
  for (const comment of [...comments].sort(byTime)) {
    const { parent } = comment.fields;
    if (typeof parent !== 'string') {
      roots.set(comment.id, comment);
      continue;
    }
    if (!roots.has(parent)) roots.set(parent, undefined);
    replies.set(parent, [...(replies.get(parent) ?? []), comment]);
  }
  return [...roots]
    .map(([id, root]): Thread => {
      const answers = replies.get(id) ?? [];
      return {
        id,
        root,
        replies: answers,
        at: (root ?? answers[0])?.createdAt ?? '',
        resolved: root?.fields.resolvedAt !== undefined,
      };
    })
    .sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

function byTime(a: RecordState, b: RecordState): number {
  return compare(a.createdAt, b.createdAt) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
