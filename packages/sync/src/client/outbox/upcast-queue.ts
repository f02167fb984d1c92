import { linksOf } from './entry-links.ts';
import { ENTRY_FORMAT, type EntryState, type OutboxEntry } from './outbox-entry.ts';

/** A queued command as some version of the app wrote it. */
export interface StoredEntry {
  readonly format: number;
}

interface AnyEntry extends StoredEntry {
  readonly [key: string]: unknown;
}

type Step = (queue: readonly AnyEntry[]) => readonly AnyEntry[];

/** `steps[n]` turns what has format n into n + 1, all of it at once: the order may depend on the others. */
const STEPS: { readonly [format: number]: Step } = { 1: onePerson };

/**
 * The queue in today's shape. What a newer app wrote must not be guessed at: it is left out, and left alone.
 */
export function upcastQueue(
  stored: readonly StoredEntry[],
  steps: { readonly [format: number]: Step } = STEPS,
  target: number = ENTRY_FORMAT,
): OutboxEntry[] {
  const done = stored.filter(({ format }) => format === target) as unknown as OutboxEntry[];
  const oldest = Math.min(target, ...stored.map(({ format }) => format));
  let queue: readonly AnyEntry[] = [];
  for (let format = oldest; format < target; format++) {
    const step = steps[format];
    const these = stored.filter((entry) => entry.format === format) as AnyEntry[];
    queue = step ? step([...queue, ...these]).map((entry) => ({ ...entry, format: format + 1 })) : [];
  }
  return [...(queue as unknown as OutboxEntry[]), ...done];
}

interface PartitionedEntry extends AnyEntry {
  readonly command: OutboxEntry['command'];
  readonly sequence: number;
  readonly partition: string;
  readonly state: EntryState;
  readonly strikes: number;
}

/**
 * Format 1 had a partition and a sequence for every tab. The partitions are merged by when the commands were
 * issued, without ever turning the order inside one round, and come before all that was issued since.
 */
function onePerson(queue: readonly AnyEntry[]): AnyEntry[] {
  const partitions = new Map<string, PartitionedEntry[]>();
  for (const entry of queue as readonly PartitionedEntry[]) {
    const partition = partitions.get(entry.partition);
    if (partition) partition.push(entry);
    else partitions.set(entry.partition, [entry]);
  }
  const heads = [...partitions.values()].map((entries) => entries.sort((a, b) => a.sequence - b.sequence));
  const merged: PartitionedEntry[] = [];
  for (;;) {
    const [first] = heads
      .filter((entries) => entries.length > 0)
      .sort(([a], [b]) => issued(a) - issued(b) || (String(a?.partition) < String(b?.partition) ? -1 : 1));
    const next = first?.shift();
    if (!next) break;
    merged.push(next);
  }
  const seen = new Set<string>();
  return merged.map(({ command, partition, state, strikes }, at) => {
    const isCreate = command.baseVersion === 0 && !seen.has(command.recordId);
    seen.add(command.recordId);
    return {
      command,
      // Below whatever is issued from now on.
      sequence: at - merged.length,
      tab: partition,
      revision: 0,
      state,
      strikes,
      links: linksOf(command, isCreate),
      format: 1,
    };
  });
}

function issued(entry: PartitionedEntry | undefined): number {
  return Date.parse(entry?.command.issuedAt ?? '');
}
