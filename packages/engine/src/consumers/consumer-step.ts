import type { TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { readHead } from '../log/heads.ts';
import { readEvents } from '../log/read-events.ts';
import type { Runtime } from '../runtime.ts';
import type { Consumer } from './consumers.ts';

const EVENTS_PER_STEP = 500;

/** What one step came to: `busy` means that another process has the consumer for this tenant. */
export type StepResult =
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly position: number; readonly more: boolean };

/** Takes the lease, works off some events, and moves the offset, in one transaction. */
export function consumeStep(runtime: Runtime, consumer: Consumer, tenantId: TenantId): Promise<StepResult> {
  return runtime.database.withTenant(tenantId, async (tx) => {
    // Effect and offset are lost together, if at all, and the log has what is needed to make both again.
    await tx.query('SET LOCAL synchronous_commit = off');
    const position = await lease(tx, tenantId, consumer.name, 'FOR UPDATE SKIP LOCKED');
    if (position === undefined) return { kind: 'busy' };
    const events = await readEvents(tx, tenantId, { after: position, limit: EVENTS_PER_STEP });
    const last = events.at(-1);
    if (!last) return { kind: 'done', position, more: false };
    await consumer.handle(tx, events, tenantId);
    await setOffset(tx, tenantId, consumer.name, last.position);
    runtime.metrics.consumed?.(consumer.name, tenantId, events.length);
    return { kind: 'done', position: last.position, more: events.length === EVENTS_PER_STEP };
  });
}

/** Starts the consumer over for a tenant, once whoever has the lease is done. */
export function resetConsumer(runtime: Runtime, consumer: Consumer, tenantId: TenantId): Promise<void> {
  return runtime.database.withTenant(tenantId, async (tx) => {
    await lease(tx, tenantId, consumer.name, 'FOR UPDATE');
    await consumer.reset?.(tx, tenantId);
    await setOffset(tx, tenantId, consumer.name, 0);
  });
}

/** How far the consumer is, and how far the log goes. */
export function consumerLag(runtime: Runtime, name: string, tenantId: TenantId) {
  return runtime.database.withTenant(
    tenantId,
    async (tx) => {
      const { rows } = await tx.query<{ position: number }>(
        'SELECT position FROM consumers WHERE tenant_id = $1 AND name = $2',
        [tenantId, name],
      );
      return { position: rows[0]?.position ?? 0, head: await readHead(tx, tenantId) };
    },
    { readOnly: true },
  );
}

async function lease(
  tx: Tx,
  tenantId: TenantId,
  name: string,
  lock: 'FOR UPDATE' | 'FOR UPDATE SKIP LOCKED',
): Promise<number | undefined> {
  const take = async () => {
    const { rows } = await tx.query<{ position: number }>(
      `SELECT position FROM consumers WHERE tenant_id = $1 AND name = $2 ${lock}`,
      [tenantId, name],
    );
    return rows[0]?.position;
  };
  const position = await take();
  if (position !== undefined) return position;
  // Either locked or not there yet; only the second inserts a row.
  const { rowCount } = await tx.query(
    'INSERT INTO consumers (tenant_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [tenantId, name],
  );
  return rowCount === 1 ? take() : undefined;
}

async function setOffset(tx: Tx, tenantId: TenantId, name: string, position: number): Promise<void> {
  await tx.query(
    'UPDATE consumers SET position = $3, updated_at = now() WHERE tenant_id = $1 AND name = $2',
    [tenantId, name, position],
  );
}
