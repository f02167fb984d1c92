import type { RecordId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';

/** The events that made these versions of a record. */
export async function readVersions(
  tx: Tx,
  recordId: RecordId,
  versions: readonly number[],
): Promise<Map<number, LoggedEvent>> {
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM events e WHERE e.record_id = $1::uuid AND e.version = ANY($2::int8[])`,
    [recordId, versions],
  );
  return new Map(rows.map((row) => [row.version, eventOf(row)]));
}
