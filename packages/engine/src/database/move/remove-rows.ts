import type { TenantId } from '@atrium/protocol';
import type pg from 'pg';
import { quoted, readTenantTables } from './tenant-tables.ts';

const ROWS_PER_STATEMENT = 2_000;

/** Removes what a place holds of a tenant, in small transactions. Its own row stays: it bears the seal. */
export async function removeRows(
  client: pg.Client,
  tenantId: TenantId,
  onRows: (rows: number) => void = () => undefined,
): Promise<number> {
  let removed = 0;
  for (const { name } of await readTenantTables(client)) {
    const table = quoted(name);
    for (;;) {
      const { rowCount } = await client.query(
        `DELETE FROM ${table} WHERE tenant_id = $1 AND ctid = ANY (ARRAY(
           SELECT ctid FROM ${table} WHERE tenant_id = $1 LIMIT ${ROWS_PER_STATEMENT}))`,
        [tenantId],
      );
      removed += rowCount ?? 0;
      onRows(rowCount ?? 0);
      if ((rowCount ?? 0) < ROWS_PER_STATEMENT) break;
    }
  }
  return removed;
}
