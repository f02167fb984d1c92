import {
  bindSort,
  builtIn,
  type Checked,
  isSetValued,
  type RecordType,
  type ValueSource,
} from '@atrium/model';
import type { Tx } from '../database/tx.ts';
import { bindQuery, type RecordsAsked, whereSql } from './bind-query.ts';
import { SqlValues } from './sql-values.ts';
import { valueSql } from './value-sql.ts';

/** How many records pass the filter. */
export async function countRecords(tx: Tx, asked: RecordsAsked): Promise<Checked<number>> {
  const bound = bindQuery(asked);
  if (!bound.ok) return bound;
  const values = new SqlValues();
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) AS count FROM records r WHERE ${whereSql(bound.value, asked, values)}`,
    values.list,
  );
  return { ok: true, value: rows[0]?.count ?? 0 };
}

export interface GroupsAsked extends RecordsAsked {
  /** The field to group by. A record with several values in it counts in several groups. */
  readonly by: string;
  /** A field of numbers to add up per group. */
  readonly sum?: string;
}

export interface RecordGroup {
  /** Null for records without a value. */
  readonly value: string | number | boolean | null;
  readonly count: number;
  readonly sum: number;
}

export const MAX_GROUPS = 1000;

/** Counts and sums for the columns of a board or the bars of a chart, largest group first. */
export async function groupRecords(tx: Tx, asked: GroupsAsked): Promise<Checked<RecordGroup[]>> {
  const bound = bindQuery(asked);
  if (!bound.ok) return bound;
  const { type } = bound.value;
  const by = groupSource(asked.by, type, asked);
  if (!by.ok) return by;
  const sum = asked.sum === undefined ? undefined : groupSource(asked.sum, type, asked);
  if (sum && !sum.ok) return sum;
  if (sum && sum.value.kind !== 'number')
    return invalid(`"${asked.sum?.slice(0, 40)}" is no number to add up.`);
  const values = new SqlValues();
  const value = valueSql(by.value, 'r', values);
  const added = sum ? `COALESCE(sum(${valueSql(sum.value, 'r', values)}), 0)::float8` : '0::float8';
  const spread = `LEFT JOIN LATERAL jsonb_array_elements_text(${value}) AS member(value) ON TRUE`;
  const set = by.value.kind === 'set';
  const { rows } = await tx.query<{ value: RecordGroup['value']; count: number; sum: number }>(
    `SELECT to_jsonb(${set ? 'member.value' : value}) AS value, count(DISTINCT r.id) AS count, ${added} AS sum
     FROM records r ${set ? spread : ''} WHERE ${whereSql(bound.value, asked, values)}
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MAX_GROUPS}`,
    values.list,
  );
  return { ok: true, value: rows };
}

function groupSource(name: string, type: RecordType, asked: GroupsAsked): Checked<ValueSource> {
  const field = type.fields[name];
  if (field && isSetValued(field)) return { ok: true, value: { from: 'field', name, kind: 'set' } };
  const sorted = bindSort([{ field: name }], type, asked.registry ?? builtIn);
  if (!sorted.ok) return sorted;
  const value = sorted.value[0]?.value;
  return value ? { ok: true, value } : invalid('Name a field to group by.');
}

function invalid(message: string): Checked<never> {
  return { ok: false, problem: { code: 'INVALID_INPUT', message } };
}
