import { type Checked, type SortKey, sortValues } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import { bindOrder, bindQuery, type RecordsAsked, whereSql } from './bind-query.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { afterSql, orderBySql } from './page-sql.ts';
import { SqlValues } from './sql-values.ts';

export const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;

export interface RecordsQuery extends RecordsAsked {
  /** As people type it (`-dueDate, rank`), or as JSON. Without one: by id, so oldest first. */
  readonly sort?: string | readonly SortKey[];
  /** From the page before. */
  readonly cursor?: string;
  /** Brought into 1 to 200. */
  readonly limit?: number;
}

export interface RecordPage {
  readonly records: readonly RecordState[];
  /** For the next page; null at the end. */
  readonly cursor: string | null;
}

/** One page of the records that pass a filter and that the member may read, in one statement. */
export async function queryRecords(tx: Tx, query: RecordsQuery): Promise<Checked<RecordPage>> {
  const bound = bindQuery(query);
  if (!bound.ok) return bound;
  const order = bindOrder(query.sort, bound.value.type, query.registry);
  if (!order.ok) return order;
  const keys = order.value;
  const place = query.cursor === undefined ? undefined : decodeCursor(keys, query.cursor);
  if (query.cursor !== undefined && !place) {
    return { ok: false, problem: { code: 'INVALID_INPUT', message: 'The cursor does not fit this list.' } };
  }
  const limit = pageSize(query.limit);
  const values = new SqlValues();
  const where = whereSql(bound.value, query, values);
  const after = place ? `AND ${afterSql(keys, place, 'r', values)}` : '';
  const { rows } = await tx.query<RecordRow>(
    `SELECT ${recordColumns('r')} FROM records r WHERE ${where} ${after}
     ORDER BY ${orderBySql(keys, 'r', values)} LIMIT ${values.add(limit + 1, 'int')}`,
    values.list,
  );
  const records = rows.slice(0, limit).map(recordOf);
  const last = rows.length > limit ? records.at(-1) : undefined;
  const cursor = last && encodeCursor(keys, { values: sortValues(keys, last, () => undefined), id: last.id });
  return { ok: true, value: { records, cursor: cursor ?? null } };
}

export function pageSize(limit = DEFAULT_PAGE): number {
  return Number.isFinite(limit) ? Math.min(Math.max(Math.trunc(limit), 1), MAX_PAGE) : DEFAULT_PAGE;
}
