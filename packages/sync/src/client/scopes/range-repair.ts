import { rangeOf } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { hashOf } from '../../shared/digest-contents.ts';
import type { ScopeJournal } from './scope-journal.ts';

/** A fresh view of some ranges of a scope. */
export interface FreshRanges {
  readonly count: number;
  readonly wanted: readonly number[];
  readonly records: readonly RecordState[];
  readonly position: number;
}

/**
 * What a fresh view of ranges makes of what is held. The view counts, whatever the versions say: what was told
 * after its position is put on top of it, what it lacks goes.
 */
export function repairedBy(
  fresh: FreshRanges,
  held: { readonly inScope: readonly RecordState[]; get(id: RecordId): RecordState | undefined },
  journal: ScopeJournal,
): Map<RecordId, RecordState | undefined> {
  const { count, wanted, records, position } = fresh;
  const changes = new Map<RecordId, RecordState | undefined>();
  const present = new Set<RecordId>();
  for (const record of records) {
    present.add(record.id);
    const now = journal.broughtUp(record, position);
    const mine = held.get(record.id);
    if (!mine || !isSame(mine, now)) changes.set(record.id, now);
  }
  const ranges = new Set(wanted);
  for (const { id } of held.inScope) {
    if (present.has(id) || !ranges.has(rangeOf(id, count)) || journal.changedAfter(id, position)) continue;
    changes.set(id, undefined);
  }
  return changes;
}

function isSame(one: RecordState, other: RecordState): boolean {
  const [a, b] = [hashOf(one), hashOf(other)];
  return a.low === b.low && a.high === b.high;
}
