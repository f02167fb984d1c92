import type { RecordId, Refusal } from '@atrium/protocol';
import type { RecordReader } from '../commands/record-reader.ts';
import { refuse } from '../commands/refuse.ts';
import { workItemKey } from '../work-items/work-item-key.ts';

/** Items looked at before giving up: no real plan has that many behind one item. */
const MAX_VISITED = 1000;

/**
 * Refuses when `to` already blocks `from`, however indirectly. Deleted items count: they may come back.
 * Walks breadth first, so the path shown is a shortest one.
 */
export function blockingCycle(from: RecordId, to: RecordId, read: RecordReader): Refusal | undefined {
  const reachedFrom = new Map<RecordId, RecordId | null>([[to, null]]);
  const queue = [to];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    if (item === from) return cycle(from, pathTo(from, reachedFrom), read);
    for (const { fields } of read.referrers('dependency', 'from', item, { follow: 'to' })) {
      if (fields.kind !== 'blocks' || typeof fields.to !== 'string' || reachedFrom.has(fields.to)) continue;
      reachedFrom.set(fields.to, item);
      queue.push(fields.to);
    }
    if (reachedFrom.size > MAX_VISITED) {
      return refuse('LIMIT_EXCEEDED', `More than ${MAX_VISITED} items depend on each other here.`, {
        limit: MAX_VISITED,
      });
    }
  }
  return undefined;
}

function pathTo(end: RecordId, reachedFrom: ReadonlyMap<RecordId, RecordId | null>): RecordId[] {
  const path: RecordId[] = [];
  for (let item: RecordId | null = end; item !== null; item = reachedFrom.get(item) ?? null)
    path.unshift(item);
  return path;
}

function cycle(from: RecordId, path: readonly RecordId[], read: RecordReader): Refusal {
  const items = [from, ...path];
  const keys = items.map((id) => {
    const item = read.get(id);
    return item ? workItemKey(item, read.get(String(item.fields.project))) : '…';
  });
  return refuse('DEPENDENCY_CYCLE', `This would close a circle: ${keys.join(' → ')}.`, { path: keys, items });
}
