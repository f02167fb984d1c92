import type pg from 'pg';

/** A table of which a tenant has rows, as the catalogue describes it. */
export interface TenantTable {
  readonly name: string;
  /** Those that are stored as they come; generated ones follow from them. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** They have a `tenant_id`, and yet stay in the main database: who may enter is known before where to. */
export const CONTROL_TABLES: readonly string[] = ['invitations', 'memberships'];

/** It orders the log and bears the seal, so a move writes it by itself. */
export const TENANTS = 'tenants';

interface Row extends TenantTable {
  readonly numbered: boolean;
}

/** Every table that has a `tenant_id`, so that none can be forgotten; `tenants` and control tables left out. */
export async function readTenantTables(client: pg.ClientBase): Promise<TenantTable[]> {
  const { rows } = await client.query<Row>(
    `SELECT c.relname::text AS name,
            array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns,
            (SELECT array_agg(k.attname::text ORDER BY array_position(i.indkey::int2[], k.attnum))
             FROM pg_index i JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey::int2[])
             WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
            bool_or(a.attidentity <> '' OR pg_get_serial_sequence(format('%I', c.relname), a.attname) IS NOT NULL)
              AS numbered
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace
       AND EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant_id'
                   AND NOT t.attisdropped)
     GROUP BY c.oid, c.relname ORDER BY c.relname`,
  );
  const tables = rows.filter(({ name }) => name !== TENANTS && !CONTROL_TABLES.includes(name));
  for (const { name, key, numbered } of tables) {
    if (!key) throw new Error(`The table ${name} has no primary key, so its rows cannot be moved.`);
    // A sequence of the other database would give the same numbers again.
    if (numbered) throw new Error(`The table ${name} takes numbers from a sequence, which cannot be moved.`);
  }
  return tables.map(({ name, columns, key }) => ({ name, columns, key }));
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function columnList(columns: readonly string[], table?: string): string {
  return columns.map((name) => `${table ? `${quoted(table)}.` : ''}${quoted(name)}`).join(', ');
}
