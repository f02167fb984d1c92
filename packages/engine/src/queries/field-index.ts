import { createHash } from 'node:crypto';
import { builtIn, type Field, isSetValued, type RecordType, type Registry } from '@atrium/model';
import pg from 'pg';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { isPlainName, SqlValues } from './sql-values.ts';
import { valueSql } from './value-sql.ts';

/** A field that views filter or sort on across a whole workspace. */
export interface FieldIndex {
  readonly type: string;
  readonly field: string;
}

/** What the built-in views ask for beyond one project; inside a project its own index does. */
export const BUILT_IN_FIELD_INDEXES: readonly FieldIndex[] = [
  { type: 'work_item', field: 'assignees' },
  { type: 'work_item', field: 'dueDate' },
  { type: 'work_item', field: 'status' },
];

/** A longer text does not fit an entry of an index, and its record could not be stored any more. */
const MAX_INDEXED_LENGTH = 500;
const INDEXED: ReadonlySet<Field['kind']> = new Set([
  'number',
  'duration',
  'date',
  'dateTime',
  'boolean',
  'select',
  'user',
  'relation',
]);

interface WantedIndex {
  readonly name: string;
  /** The expression that is indexed. */
  readonly value: string;
  readonly sql: string;
}

/**
 * The statement that makes the index, or undefined for a field that cannot have one. Its expression is the very one
 * that filters compile to, or PostgreSQL would not see that it fits.
 */
export function fieldIndexSql(
  { type, field }: FieldIndex,
  registry: Registry = builtIn,
): WantedIndex | undefined {
  const recordType = registry.types.get(type);
  const definition =
    recordType && Object.hasOwn(recordType.fields, field) ? recordType.fields[field] : undefined;
  if (!recordType || !definition || !isPlainName(field) || !isPlainName(type)) return undefined;
  if (!isIndexable(definition)) return undefined;
  const name = indexName(recordType, field);
  const live = `WHERE records.type = '${type}' AND records.deleted_at IS NULL`;
  if (isSetValued(definition)) {
    const value = valueSql({ from: 'field', name: field, kind: 'set' }, 'records', new SqlValues());
    return {
      name,
      value,
      sql: `CREATE INDEX CONCURRENTLY ${name} ON records USING gin ((${value})) ${live}`,
    };
  }
  const value = valueSql(
    { from: 'field', name: field, kind: kindOf(definition) },
    'records',
    new SqlValues(),
  );
  const sql = `CREATE INDEX CONCURRENTLY ${name} ON records (tenant_id, (${value}), id) ${live}`;
  return { name, value, sql };
}

/** Makes the index where it is missing, without blocking those who write. Safe to call from several processes. */
export async function ensureFieldIndex(
  postgres: PostgresHandle,
  index: FieldIndex,
  registry?: Registry,
): Promise<boolean> {
  return (await ensureFieldIndexes(postgres, [index], registry)) === 1;
}

/** How many of them exist afterwards. */
export async function ensureFieldIndexes(
  postgres: PostgresHandle,
  indexes: readonly FieldIndex[] = BUILT_IN_FIELD_INDEXES,
  registry?: Registry,
): Promise<number> {
  const owner = new pg.Client(postgres.connection);
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    let there = 0;
    for (const index of indexes) {
      const wanted = fieldIndexSql(index, registry);
      if (wanted && (await ensure(owner, wanted))) there += 1;
    }
    return there;
  } finally {
    await owner.end();
  }
}

/**
 * Makes the built-in indexes once the database holds so many records: below that a scan is fast, and every index
 * over fields makes each write dearer. Answers whether they exist now.
 */
export async function ensureFieldIndexesFrom(postgres: PostgresHandle, records: number): Promise<boolean> {
  const owner = new pg.Client(postgres.connection);
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    const { rows } = await owner.query<{ estimate: number }>(
      "SELECT reltuples::float8 AS estimate FROM pg_class WHERE oid = 'records'::regclass",
    );
    if ((rows[0]?.estimate ?? 0) < records) return false;
  } finally {
    await owner.end();
  }
  return (await ensureFieldIndexes(postgres)) === BUILT_IN_FIELD_INDEXES.length;
}

const LOCK = "hashtextextended('atrium.field-index', 0)";

async function ensure(owner: pg.Client, { name, value, sql }: WantedIndex): Promise<boolean> {
  // Tried, not waited for: a waiting session would hold up the very index that the other one makes.
  const { rows } = await owner.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS mine`);
  if (!rows[0]?.mine) return isThere(owner, name);
  try {
    if (await isThere(owner, name)) return true;
    // One that was cut short stays behind, is never used, and yet costs every write.
    await owner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    await owner.query(sql);
    // PostgreSQL takes no statistics from partial indexes, and without any it guesses that half a percent fits.
    await owner.query(`CREATE STATISTICS IF NOT EXISTS ${name}_spread ON (${value}) FROM records`);
    await owner.query('ANALYZE records');
    return true;
  } finally {
    await owner.query(`SELECT pg_advisory_unlock(${LOCK})`);
  }
}

async function isThere(owner: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await owner.query(
    'SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND indisvalid',
    [name],
  );
  return rowCount === 1;
}

function isIndexable(field: Field): boolean {
  if (isSetValued(field) || INDEXED.has(field.kind)) return true;
  return field.kind === 'text' && field.maxLength !== undefined && field.maxLength <= MAX_INDEXED_LENGTH;
}

function kindOf({ kind }: Field): 'number' | 'boolean' | 'text' {
  if (kind === 'number' || kind === 'duration') return 'number';
  return kind === 'boolean' ? 'boolean' : 'text';
}

function indexName(type: RecordType, field: string): string {
  const digest = createHash('sha256').update(`${type.name}.${field}`).digest('hex').slice(0, 10);
  return `records_field_${digest}`;
}
