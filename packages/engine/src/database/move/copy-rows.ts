import type { TenantId } from '@atrium/protocol';
import type pg from 'pg';
import Cursor from 'pg-cursor';
import { MoveProblem } from './move-problem.ts';
import { digestOf, digestSql, rowText } from './row-digest.ts';
import { columnList, quoted, type TenantTable } from './tenant-tables.ts';

/** What is held in memory at a time. */
const ROWS_PER_BATCH = 250;
const KEYS_PER_BATCH = 2_000;

export interface Ends {
  /** In a transaction with one view of all tables. */
  readonly source: pg.Client;
  readonly target: pg.Client;
  readonly tenantId: TenantId;
}

/**
 * Copies rows over those that are there already: all, or those written by transactions that an earlier view may not
 * have seen (`since` is the oldest of them). What the target stored is read back and compared. Answers how many.
 */
export async function copyRows(
  { source, target, tenantId }: Ends,
  table: TenantTable,
  { since, onRows }: { readonly since?: string | undefined; readonly onRows?: (rows: number) => void },
): Promise<number> {
  const newer = since === undefined ? '' : `AND age(${quoted(table.name)}.xmin) <= age($2::xid8::xid)`;
  const select = `SELECT ${rowText(table)} AS text FROM ${quoted(table.name)} WHERE tenant_id = $1 ${newer}`;
  const values = since === undefined ? [tenantId] : [tenantId, since];
  const insert = storeSql(table);
  let copied = 0;
  await readBatches<{ text: string }>(source, { select, values, size: ROWS_PER_BATCH }, async (rows) => {
    const texts = rows.map(({ text }) => text);
    const { rows: stored } = await target.query<{ rows: number; digest: string }>(insert, [
      `[${texts.join(',')}]`,
    ]);
    if (stored[0]?.rows !== rows.length || BigInt(stored[0].digest) !== digestOf(texts)) {
      throw new MoveProblem('CHECK_FAILED', `Rows of ${table.name} did not arrive as they were sent.`);
    }
    copied += rows.length;
    onRows?.(rows.length);
  });
  return copied;
}

/** Removes at the target what the source does not have any more. */
export async function removeGone({ source, target, tenantId }: Ends, table: TenantTable): Promise<void> {
  const name = quoted(table.name);
  const key = columnList(table.key);
  const same = (a: string, b: string) =>
    table.key.map((column) => `${a}.${quoted(column)} = ${b}.${quoted(column)}`).join(' AND ');
  const keys = `json_populate_recordset(NULL::${name}, $1::json) k`;
  const select = `SELECT row_to_json(r)::text AS text FROM (SELECT ${key} FROM ${name} WHERE tenant_id = $1) r`;
  const gone = `SELECT coalesce(json_agg(k), '[]')::text AS keys FROM ${keys}
                WHERE NOT EXISTS (SELECT FROM ${name} t WHERE t.tenant_id = $2 AND ${same('t', 'k')})`;
  // Kept until the cursor is through: it has the connection for itself.
  const removed: string[] = [];
  await readBatches<{ text: string }>(
    target,
    { select, values: [tenantId], size: KEYS_PER_BATCH },
    async (rows) => {
      const batch = `[${rows.map(({ text }) => text).join(',')}]`;
      const found = await source.query<{ keys: string }>(gone, [batch, tenantId]);
      if (found.rows[0] && found.rows[0].keys !== '[]') removed.push(found.rows[0].keys);
    },
  );
  const remove = `DELETE FROM ${name} t USING ${keys} WHERE t.tenant_id = $2 AND ${same('t', 'k')}`;
  for (const batch of removed) await target.query(remove, [batch, tenantId]);
}

function storeSql(table: TenantTable): string {
  const columns = columnList(table.columns);
  const updates = table.columns.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ');
  return `WITH stored AS (
      INSERT INTO ${quoted(table.name)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${quoted(table.name)}, $1::json)
      ON CONFLICT (${columnList(table.key)}) DO UPDATE SET ${updates}
      RETURNING ${digestSql(rowText(table))} AS digest)
    SELECT count(*) AS rows, coalesce(sum(digest), 0)::text AS digest FROM stored`;
}

async function readBatches<Row>(
  client: pg.Client,
  { select, values, size }: { select: string; values: unknown[]; size: number },
  use: (rows: Row[]) => Promise<void>,
): Promise<void> {
  const cursor = client.query(new Cursor<Row>(select, values));
  try {
    for (;;) {
      const rows = await cursor.read(size);
      if (rows.length > 0) await use(rows);
      if (rows.length < size) return;
    }
  } finally {
    await cursor.close();
  }
}
