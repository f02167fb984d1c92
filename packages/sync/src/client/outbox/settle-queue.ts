import type { Command, Outcome, Refusal } from '@atrium/protocol';
import { PHASE_TABLE, type PhaseEvent, phaseOf } from './entry-phase.ts';
import { ENTRY_FORMAT, type EntryState, type Links, type OutboxEntry } from './outbox-entry.ts';
import { dependentsOf, type QueueItem } from './send-order.ts';

/** What becomes of the queue: pure, so that every tab and the service worker settle things alike. */
export interface QueueChange {
  readonly put: readonly OutboxEntry[];
  readonly remove: readonly string[];
}

export interface Queue {
  entry(id: string): OutboxEntry | undefined;
  isInFlight(id: string): boolean;
  /** In the order of issue. */
  entries(): Iterable<OutboxEntry>;
  items(): Iterable<QueueItem>;
}

export type Committed = Extract<Outcome, { kind: 'committed' }>;

const NOTHING: QueueChange = { put: [], remove: [] };

/** Whether what happened means anything where the command stands. */
export function canHappen(queue: Queue, id: string, event: PhaseEvent): boolean {
  const entry = queue.entry(id);
  if (!entry) return false;
  const phase = phaseOf(entry, queue.isInFlight(id));
  return PHASE_TABLE[phase][event] !== phase;
}

/** In the log: what waits behind it learns which versions were this client's own. */
export function committed(queue: Queue, id: string, outcome: Committed): QueueChange {
  const entry = queue.entry(id);
  if (!entry || !canHappen(queue, id, 'acked')) return NOTHING;
  const { lastPosition: position, version } = outcome;
  const put = [moved(entry, { kind: 'committed', position, version })];
  const versions = new Map<string, number>(entry.links.creates.map((created) => [created, 1]));
  if (version > 0) versions.set(entry.command.recordId, version);
  for (const other of queue.entries()) {
    if (other.command.id === id) continue;
    const own = versions.get(other.command.recordId);
    if (own === undefined || other.state.kind === 'committed' || queue.isInFlight(other.command.id)) continue;
    const stamped = stamp(other.command, own);
    if (stamped !== other.command) put.push({ ...other, command: stamped, revision: other.revision + 1 });
  }
  // Refused by us and done by the server all the same: what it held may go.
  return { put: [...put, ...released(queue, id)], remove: [] };
}

/** Waits for a person, and holds what makes no sense without it. */
export function refused(queue: Queue, id: string, refusal: Refusal): QueueChange {
  const entry = queue.entry(id);
  if (!entry || !canHappen(queue, id, 'refused')) return NOTHING;
  const put = [moved(entry, { kind: 'refused', refusal })];
  for (const dependent of dependentsOf(id, queue.items())) {
    const held = queue.entry(dependent);
    if (held && canHappen(queue, dependent, 'withheld')) {
      put.push(moved(held, { kind: 'held', because: id }));
    }
  }
  return { put, remove: [] };
}

/** A new command in the place of one that needs attention; what was held by it goes on. */
export function superseded(
  queue: Queue,
  id: string,
  { by, links }: { readonly by: Command; readonly links: Links },
): QueueChange {
  const old = queue.entry(id);
  if (!old || !canHappen(queue, id, 'superseded')) return NOTHING;
  return { put: [successor(old, { by, links }), ...released(queue, id)], remove: [id] };
}

/** The entry of a command that takes the place of another. */
export function successor(
  { wish: _granted, ...old }: OutboxEntry,
  { by, links }: { readonly by: Command; readonly links: Links },
): OutboxEntry {
  const state = { kind: 'waiting' } as const;
  return { ...old, command: by, links, state, strikes: 0, revision: 1, format: ENTRY_FORMAT };
}

/** Given up, with what it holds or what only waits because of it. Nothing when it is on its way. */
export function dropped(queue: Queue, id: string): QueueChange {
  const entry = queue.entry(id);
  if (!entry || !canHappen(queue, id, 'dropped')) return NOTHING;
  const gone = new Set([id]);
  for (const { command, state } of queue.entries()) {
    if (state.kind === 'held' && state.because === id) gone.add(command.id);
  }
  if (entry.state.kind === 'waiting') {
    for (const dependent of dependentsOf(id, queue.items())) {
      if (canHappen(queue, dependent, 'dropped')) gone.add(dependent);
    }
  }
  return { put: [], remove: [...gone] };
}

/** The command with one more version after its base that is its sender's own. */
export function stamp(command: Command, version: number): Command {
  const own = command.ownVersions ?? [];
  if (version <= command.baseVersion || own.includes(version)) return command;
  return { ...command, ownVersions: [...own, version] };
}

function released(queue: Queue, because: string): OutboxEntry[] {
  const free: OutboxEntry[] = [];
  for (const entry of queue.entries()) {
    if (entry.state.kind !== 'held' || entry.state.because !== because) continue;
    free.push(moved(entry, { kind: 'waiting' }));
  }
  return free;
}

function moved(entry: OutboxEntry, state: EntryState): OutboxEntry {
  const { wish: _answered, ...rest } = entry;
  return { ...rest, state, revision: entry.revision + 1 };
}
