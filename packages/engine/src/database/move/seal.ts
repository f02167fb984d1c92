import { setTimeout as delay } from 'node:timers/promises';
import { newId, type TenantId } from '@atrium/protocol';
import type pg from 'pg';
import type { Placement } from '../placement.ts';
import { useLock, writeLock } from './move-lock.ts';
import { MoveProblem } from './move-problem.ts';
import { columnList, quoted, TENANTS } from './tenant-tables.ts';

/** Others that want to write wait as long as we do, so not for long at a time. */
const LOCK_MS = 1_000;
const ATTEMPTS = 20;

/** From its end on nobody writes here, and everybody who wrote is done. */
export async function seal(source: pg.Client, tenantId: TenantId, to: Placement): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_MS}`);
      await source.query(`SELECT pg_advisory_xact_lock(${writeLock(tenantId)})`);
      const sealed = 'UPDATE tenants SET moved_to = $2, moved_by = $3 WHERE tenant_id = $1';
      const { rowCount } = await source.query(sealed, [tenantId, to, newId()]);
      if (rowCount !== 1)
        throw new MoveProblem('CHECK_FAILED', 'The workspace is not where the directory says.');
      await source.query('COMMIT');
      return;
    } catch (error) {
      await source.query('ROLLBACK');
      const busy = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!busy) throw error;
      if (attempt === ATTEMPTS) {
        throw new MoveProblem('PAUSE_TOO_LONG', 'Someone keeps writing in one long transaction.', error);
      }
      await delay(200);
    }
  }
}

/** The tenant is open at this place. */
export async function open(client: pg.Client, tenantId: TenantId): Promise<void> {
  await client.query(
    'UPDATE tenants SET moved_to = NULL, moved_by = NULL WHERE tenant_id = $1 AND moved_to IS NOT NULL',
    [tenantId],
  );
}

export async function sealOf(client: pg.Client, tenantId: TenantId): Promise<'none' | 'open' | 'sealed'> {
  const { rows } = await client.query<{ sealed: boolean }>(
    'SELECT moved_to IS NOT NULL AS sealed FROM tenants WHERE tenant_id = $1',
    [tenantId],
  );
  if (!rows[0]) return 'none';
  return rows[0].sealed ? 'sealed' : 'open';
}

/** Writes the tenant's own row at the target, as the source has it, but sealed: it is not there yet. */
export async function copyTenantRow(
  { source, target }: { readonly source: pg.Client; readonly target: pg.Client },
  tenantId: TenantId,
  from: Placement,
): Promise<void> {
  const { rows: found } = await source.query<{ columns: string[] }>(
    `SELECT array_agg(attname::text) AS columns FROM pg_attribute
     WHERE attrelid = 'tenants'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
       AND attname NOT IN ('moved_to', 'moved_by')`,
  );
  const columns = found[0]?.columns ?? [];
  const { rows } = await source.query<{ text: string }>(
    `SELECT row_to_json(t)::text AS text FROM tenants t WHERE tenant_id = $1`,
    [tenantId],
  );
  await target.query(
    `INSERT INTO ${quoted(TENANTS)} (${columnList(columns)}, moved_to, moved_by)
     SELECT ${columnList(columns)}, $2, $3 FROM json_populate_record(NULL::${quoted(TENANTS)}, $1::json)
     ON CONFLICT (tenant_id) DO UPDATE SET
       ${columns.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')},
       moved_to = excluded.moved_to, moved_by = excluded.moved_by`,
    [rows[0]?.text, from, newId()],
  );
}

/** Waits until nobody is in a transaction that began before the seal. False: someone stayed too long. */
export async function waitForReaders(client: pg.Client, tenantId: TenantId, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (;;) {
    // Tried, not waited for: those who come to ask would wait behind us.
    const { rows } = await client.query<{ free: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${useLock(tenantId)}) AS free`,
    );
    if (rows[0]?.free) return true;
    if (performance.now() > deadline) return false;
    await delay(50);
  }
}
