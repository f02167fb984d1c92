import type { BoundSortKey } from '@atrium/model';
import type { CursorPlace } from './cursor.ts';
import type { SqlValues } from './sql-values.ts';
import { isColumn, orderSql } from './value-sql.ts';

export function orderBySql(keys: readonly BoundSortKey[], alias: string, values: SqlValues): string {
  const parts = keys.map(({ value, descending, absentFirst }) => {
    const nulls = absentFirst ? 'NULLS FIRST' : 'NULLS LAST';
    return `${orderSql(value, alias, values)} ${descending ? 'DESC' : 'ASC'} ${nulls}`;
  });
  return [...parts, `${alias}.id`].join(', ');
}

/** What comes after a place: equal in the keys before and further in one, or equal in all with a later id. */
export function afterSql(
  keys: readonly BoundSortKey[],
  place: CursorPlace,
  alias: string,
  values: SqlValues,
): string {
  const ways: string[] = [];
  const equal: string[] = [];
  for (const [index, key] of keys.entries()) {
    const column = orderSql(key.value, alias, values);
    const value = place.values[index] ?? null;
    const at = value === null ? undefined : values.add(cursorLiteral(key, value), sortType(key));
    const further = furtherSql(key, column, at);
    if (further) ways.push([...equal, further].join(' AND '));
    equal.push(at === undefined ? `${column} IS NULL` : `${column} = ${at}`);
  }
  ways.push([...equal, `${alias}.id > ${values.add(place.id, 'uuid')}`].join(' AND '));
  return `(${ways.map((way) => `(${way})`).join(' OR ')})`;
}

function furtherSql(key: BoundSortKey, column: string, at: string | undefined): string | undefined {
  if (at === undefined) return key.absentFirst ? `${column} IS NOT NULL` : undefined;
  const further = `${column} ${key.descending ? '<' : '>'} ${at}`;
  return key.absentFirst ? further : `(${further} OR ${column} IS NULL)`;
}

// A select's place is counted from 0 in the model and from 1 in SQL.
function cursorLiteral({ value: { order } }: BoundSortKey, value: string | number | boolean): string {
  return String(order ? Number(value) + 1 : value);
}

function sortType({ value }: BoundSortKey): string {
  if (value.order) return 'int';
  if (value.kind === 'number') return 'numeric';
  if (value.kind === 'boolean') return 'boolean';
  if (!isColumn(value)) return 'text';
  if (value.kind === 'instant') return 'timestamptz';
  return value.kind === 'id' ? 'uuid' : 'text';
}
