import { evolve } from '@atrium/model';
import type { Instant, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';

export type PastMoment = { readonly version: number } | { readonly time: Instant };

export interface PastRecord {
  readonly tenantId: TenantId;
  readonly recordId: RecordId;
  readonly at: PastMoment;
}

export async function readRecordAt(
  tx: Tx,
  { tenantId, recordId, at }: PastRecord,
): Promise<RecordState | undefined> {
  const [condition, limit] =
    'version' in at ? ['e.version <= $3::int8', at.version] : ['e.at <= $3::timestamptz', at.time];
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM events e
     WHERE e.tenant_id = $1 AND e.record_id = $2 AND ${condition} ORDER BY e.version`,
    [tenantId, recordId, limit],
  );
  return rows
    .map(eventOf)
    .reduce<RecordState | undefined>((record, event) => evolve(record, event), undefined);
}
