import type { Database } from '../database/open-database.ts';

interface Row {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: number;
  readonly first: boolean;
}

/** Walks the catalogue: every table that has a tenant_id, and what is wrong with those that would let rows out. */
export async function tenantTables(database: Database): Promise<{ tables: string[]; open: string[] }> {
  const { rows } = await database.control((tx) =>
    tx.query<Row>(
      `SELECT c.oid::regclass::text AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
              (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
              EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indkey[0] = a.attnum) AS first
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND NOT a.attisdropped ORDER BY 1`,
    ),
  );
  return {
    tables: rows.map((row) => row.name),
    open: rows
      .map((row) => ({ row, wrong: wrongWith(row) }))
      .flatMap(({ row, wrong }) => (wrong ? [`${row.name}: ${wrong}`] : [])),
  };
}

function wrongWith(row: Row): string {
  const security = [
    !row.enabled && 'not enabled',
    !row.forced && 'not forced',
    !row.policies && 'without a policy',
  ];
  const found = security.filter(Boolean).join(', ');
  return [found && `row security is ${found}`, !row.first && 'tenant_id is not first in the primary key']
    .filter(Boolean)
    .join('; ');
}
