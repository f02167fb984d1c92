import type { ValueSource } from '@atrium/model';
import { keySql } from './key-sql.ts';
import { fieldName, type SqlValues } from './sql-values.ts';

const COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  type: 'type',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  createdBy: 'created_by',
  updatedBy: 'updated_by',
};

/**
 * The SQL of a value of the record behind `alias`; null where the record has none of that kind. Sets and values of
 * any shape come as jsonb, built-in moments as timestamptz, built-in ids as uuid. Never throws, whatever is stored.
 */
export function valueSql(source: ValueSource, alias: string, values: SqlValues): string {
  if (source.from === 'record') return builtInSql(source.name, alias);
  const json = jsonSql(source, alias, values);
  switch (source.kind) {
    case 'set':
      return `CASE WHEN jsonb_typeof(${json}) = 'array' THEN ${json} END`;
    case 'opaque':
      return json;
    case 'boolean':
      return `CASE WHEN jsonb_typeof(${json}) = 'boolean' THEN ${json} = 'true'::jsonb END`;
    case 'number':
      return `CASE WHEN jsonb_typeof(${json}) = 'number' THEN (${textSql(source, alias, values)})::numeric END`;
    default:
      return textOf(json, textSql(source, alias, values));
  }
}

/** What records are ordered by: as the value, but selects by their listed order. */
export function orderSql(source: ValueSource, alias: string, values: SqlValues): string {
  const value = valueSql(source, alias, values);
  return source.order ? `array_position(${values.add(source.order, 'text[]')}, ${value})` : value;
}

export function isColumn(source: ValueSource): boolean {
  return source.from === 'record' && Object.hasOwn(COLUMNS, source.name);
}

/** A text field; equal texts and their order are those of their code points. */
export function textOf(json: string, text: string): string {
  return `(CASE WHEN jsonb_typeof(${json}) = 'string' THEN ${text} END) COLLATE "C"`;
}

function builtInSql(name: string, alias: string): string {
  const column = COLUMNS[name];
  if (column === 'type') return `${alias}.type COLLATE "C"`;
  if (column) return `${alias}.${column}`;
  return name === 'deleted' ? `(${alias}.deleted_at IS NOT NULL)` : keySql(alias);
}

function jsonSql(source: ValueSource, alias: string, values: SqlValues): string {
  const field = `${alias}.fields -> ${fieldName(source.name, values)}`;
  if (source.inner === undefined) return `(${field})`;
  // An object only: -> on a list with a text gives null anyway, as for every other kind.
  return `(${field} -> ${fieldName(source.inner, values)})`;
}

function textSql(source: ValueSource, alias: string, values: SqlValues): string {
  const name = fieldName(source.name, values);
  if (source.inner === undefined) return `${alias}.fields ->> ${name}`;
  return `${alias}.fields -> ${name} ->> ${fieldName(source.inner, values)}`;
}
