import type { TenantId } from '@atrium/protocol';
import type { Placement } from '../placement.ts';
import type { Places } from '../places.ts';
import type { Tx } from '../tx.ts';
import { moveLock } from './move-lock.ts';

/**
 * A tenant is sealed in the very place that the directory names. If nobody moves it any more, it is opened there: the
 * directory is the truth. Before the switch that means going back, after it, completing.
 */
export async function settleAbandonedMove(
  places: Places,
  tenantId: TenantId,
  placement: Placement,
): Promise<boolean> {
  return places.main.transaction('BEGIN', async (control) => {
    const { rows: locks } = await control.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${moveLock(tenantId)}) AS mine`,
    );
    if (!locks[0]?.mine) return false;
    const { rows } = await control.query<{ placement: string }>(
      'SELECT placement FROM tenant_directory WHERE id = $1',
      [tenantId],
    );
    if (rows[0]?.placement !== placement) return false;
    // In the main database on the same connection: who waits for a second one while holding one may wait for ever.
    if (placement === 'shared') {
      await control.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
      return openAbandoned(control, tenantId);
    }
    const place = await places.open(placement);
    const opening = `BEGIN; SELECT set_config('app.tenant_id', '${tenantId}', true)`;
    return place.transaction(opening, (tx) => openAbandoned(tx, tenantId));
  });
}

async function openAbandoned(tx: Tx, tenantId: TenantId): Promise<boolean> {
  const { rows: seals } = await tx.query<{ seal: string | null }>(
    'SELECT moved_by AS seal FROM tenants WHERE tenant_id = $1 AND moved_to IS NOT NULL',
    [tenantId],
  );
  // By its own name: should our lock be lost meanwhile, a newer seal stays.
  const { rowCount } = await tx.query(
    'UPDATE tenants SET moved_to = NULL, moved_by = NULL WHERE tenant_id = $1 AND moved_by = $2',
    [tenantId, seals[0]?.seal ?? null],
  );
  return rowCount === 1;
}
