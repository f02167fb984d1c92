import { type Member, parseWorkItemKey } from '@atrium/model';
import { isId, type RecordId, type RecordState } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import { readableSql } from './readable-sql.ts';
import { SqlValues } from './sql-values.ts';

/** A record that the member may read, deleted ones too; undefined for all others. */
export async function getRecord(tx: Tx, member: Member, id: RecordId): Promise<RecordState | undefined> {
  if (!isId(id)) return undefined;
  const values = new SqlValues();
  const { rows } = await tx.query<RecordRow>(
    `SELECT ${recordColumns('r')} FROM records r
     WHERE r.id = ${values.add(id, 'uuid')} AND ${readableSql(member, 'r', values)}`,
    values.list,
  );
  return rows[0] && recordOf(rows[0]);
}

/** The work item behind a key such as `ATR-12`. */
export async function findByKey(tx: Tx, member: Member, key: string): Promise<RecordState | undefined> {
  const parts = parseWorkItemKey(key);
  if (!parts) return undefined;
  const values = new SqlValues();
  const { rows } = await tx.query<RecordRow>(
    `SELECT ${recordColumns('r')} FROM record_keys project
     JOIN record_keys item
       ON item.key = 'item:' || project.record_id || ':' || ${values.add(String(parts.number), 'text')}
     JOIN records r ON r.id = item.record_id
     WHERE project.key = ${values.add(`project:${parts.key}`, 'text')}
       AND r.deleted_at IS NULL AND ${readableSql(member, 'r', values)}`,
    values.list,
  );
  return rows[0] && recordOf(rows[0]);
}
