import { evolve } from '@atrium/model';
import type { RecordEvent, RecordId, RecordState, WithdrawnRecord } from '@atrium/protocol';

export interface Incoming {
  readonly events: readonly RecordEvent[];
  readonly records?: readonly RecordState[];
  readonly withdrawn?: readonly WithdrawnRecord[];
}

export interface Merged {
  /** New state by id; undefined: no longer here. */
  readonly changes: Map<RecordId, RecordState | undefined>;
  /** Events that do not follow what is known: their scopes need repair. */
  readonly gaps: readonly RecordEvent[];
}

/** What a batch makes of the known records. Idempotent by version: old news changes nothing. */
export function mergeIncoming(
  known: (id: RecordId) => RecordState | undefined,
  { events, records = [], withdrawn = [] }: Incoming,
): Merged {
  const changes: Merged['changes'] = new Map();
  const gaps = new Map<RecordId, RecordEvent>();
  const current = (id: RecordId) => (changes.has(id) ? changes.get(id) : known(id));
  for (const record of records) {
    if (record.version > (current(record.id)?.version ?? 0)) changes.set(record.id, record);
  }
  for (const event of events) {
    const record = current(event.recordId);
    const version = record?.version ?? 0;
    if (event.version <= version) continue;
    if (event.version === version + 1) changes.set(event.recordId, evolve(record, event));
    // Of a record that was never here, its end is no news.
    else if (record || event.change !== 'deleted') gaps.set(event.recordId, event);
  }
  // Last: a batch tells how things stand at its end.
  const delivered = new Set(records.map(({ id }) => id));
  for (const { recordId } of withdrawn) {
    if (delivered.has(recordId)) continue;
    gaps.delete(recordId);
    if (known(recordId)) changes.set(recordId, undefined);
    else changes.delete(recordId);
  }
  return { changes, gaps: [...gaps.values()] };
}
