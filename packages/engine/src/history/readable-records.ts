import type { Member } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { readableSql } from '../queries/readable-sql.ts';
import { SqlValues } from '../queries/sql-values.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';

/** Of these records those that the member may read, deleted ones too. */
export async function readableRecords(
  tx: Tx,
  member: Member,
  ids: Iterable<RecordId>,
): Promise<Map<RecordId, RecordState>> {
  const list = [...new Set(ids)];
  if (list.length === 0) return new Map();
  const values = new SqlValues();
  const { rows } = await tx.query<RecordRow>(
    `SELECT ${recordColumns('r')} FROM records r
     WHERE r.id = ANY(${values.add(list, 'uuid[]')}) AND ${readableSql(member, 'r', values)}`,
    values.list,
  );
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}
