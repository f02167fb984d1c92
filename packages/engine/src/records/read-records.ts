import type { RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type RecordRow, recordColumns, recordOf } from './record-row.ts';

const BY_ID = {
  name: 'records_by_id',
  text: `SELECT ${recordColumns('r')} FROM records r WHERE r.tenant_id = $1 AND r.id = ANY($2::uuid[])`,
};

/** Deleted records too; ids that do not exist are left out. In no order. */
export async function readRecords(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly RecordId[],
): Promise<RecordState[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<RecordRow>(BY_ID, [tenantId, ids]);
  return rows.map(recordOf);
}
