import type { RecordId } from '@atrium/protocol';
import type { Phase } from './entry-phase.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** A queued command as the order of sending sees it. */
export interface QueueItem {
  readonly id: string;
  readonly recordId: RecordId;
  readonly phase: Phase;
  /** Records it changes. */
  readonly touches: ReadonlySet<string>;
  /** Records and commands it builds on. */
  readonly needs: ReadonlySet<string>;
  /** Ids that exist only once it is done: records, and the command itself (for its undo). */
  readonly creates: ReadonlySet<string>;
  /** It went out once, and may be in the log by now. */
  readonly mayBeOut?: boolean;
}

export function queueItem({ command, links }: OutboxEntry, phase: Phase): QueueItem {
  const { id, recordId } = command;
  return {
    id,
    recordId,
    phase,
    touches: new Set(links.touches).add(recordId),
    needs: new Set(links.needs),
    creates: new Set(links.creates).add(id),
  };
}

/**
 * Ids of the commands to send now, in order, at most as many as may still fly. One command in flight per record; nothing overtakes what it
 * builds on. After an ack, a record changed in passing stays taken until its new version is known here.
 */
export function nextToSend(queue: Iterable<QueueItem>, free: number): string[] {
  const ready: string[] = [];
  if (free <= 0) return ready;
  const items = [...queue];
  // What came late to its place in the order does not go beside what was sent before it came.
  const taken = new Set(items.flatMap(({ phase, touches }) => (phase === 'sending' ? [...touches] : [])));
  // Nor before it: what may be in the log already tells its version first.
  for (const item of [...items.filter(isOut), ...items.filter((other) => !isOut(other))]) {
    if (item.phase === 'refused' || item.phase === 'held' || item.phase === 'gone') continue;
    if (item.phase === 'committed') {
      for (const id of item.touches) if (id !== item.recordId) taken.add(id);
      continue;
    }
    const isFree = item.phase === 'waiting' && !intersects(item.touches, taken);
    if (isFree && !intersects(item.needs, taken)) {
      ready.push(item.id);
      if (ready.length === free) return ready;
    }
    for (const id of item.touches) taken.add(id);
    for (const id of item.creates) taken.add(id);
  }
  return ready;
}

function isOut({ phase, mayBeOut }: QueueItem): boolean {
  return phase === 'waiting' && mayBeOut === true;
}

/** Ids of the queued commands that make no sense without this one, in order. */
export function dependentsOf(id: string, queue: Iterable<QueueItem>): string[] {
  const lost = new Set<string>();
  const dependents: string[] = [];
  let passed = false;
  for (const item of queue) {
    if (item.id === id) {
      passed = true;
      for (const created of item.creates) lost.add(created);
    } else if (passed && item.phase === 'waiting') {
      if (!intersects(item.touches, lost) && !intersects(item.needs, lost)) continue;
      dependents.push(item.id);
      for (const created of item.creates) lost.add(created);
    }
  }
  return dependents;
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (b.size < a.size) return intersects(b, a);
  for (const id of a) if (b.has(id)) return true;
  return false;
}
