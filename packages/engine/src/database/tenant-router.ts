import { setTimeout as delay } from 'node:timers/promises';
import type { TenantId } from '@atrium/protocol';
import type pg from 'pg';
import { DatabaseUnavailable } from './database-unavailable.ts';
import type { Directory } from './directory.ts';
import { settleAbandonedMove } from './move/abandoned-move.ts';
import { openTransaction, rollBackFails } from './place.ts';
import type { Placement } from './placement.ts';
import type { Places } from './places.ts';
import { assertTenantId, enterTenant, isHere } from './tenant-entry.ts';
import { TenantMoving } from './tenant-moving.ts';
import type { Lease } from './tenant-session.ts';

/** How long a transaction waits for a move to switch, before its sender hears of it. */
const MOVING_MS = 5_000;
/** After this long one looks whether whoever moves the tenant is still alive. */
const SUSPICIOUS_MS = 1_000;

/** Leads to where a tenant lives, and again when it has moved meanwhile. */
export class TenantRouter {
  readonly #directory: Directory;
  readonly #places: Places;
  /** Tenants that were not where they were looked for, and when their move was looked after. */
  readonly #sealed = new Map<TenantId, number>();

  constructor(directory: Directory, places: Places) {
    this.#directory = directory;
    this.#places = places;
  }

  /** An open transaction in the tenant's place. Waits a while when the tenant is just changing places. */
  async enter(tenantId: TenantId, begin: string, writes: boolean): Promise<pg.PoolClient> {
    const deadline = performance.now() + MOVING_MS;
    for (let pause = 5; ; pause = Math.min(100, pause * 2)) {
      const placement = await this.#directory.placementOf(tenantId);
      const opening = `${begin}; ${enterTenant(tenantId, writes)}`;
      const { client, answer } = await openTransaction(await this.#places.checkOut(placement), opening);
      if (isHere(answer.elsewhere, placement)) {
        if (this.#sealed.size > 0) this.#sealed.delete(tenantId);
        return client;
      }
      client.release(await rollBackFails(client));
      await this.elsewhere(tenantId, placement);
      if ((await this.#directory.placementOf(tenantId)) !== placement) continue;
      if (answer.elsewhere === 'nowhere') {
        throw new DatabaseUnavailable(`${placement} holds nothing of this workspace`);
      }
      if (performance.now() > deadline) throw new TenantMoving(tenantId);
      await delay(pause);
    }
  }

  /** A connection for a session, and what to do should the place not have the tenant. */
  async lease(tenantId: TenantId): Promise<Lease> {
    assertTenantId(tenantId);
    const placement = await this.#directory.placementOf(tenantId);
    const client = await this.#places.checkOut(placement, 'session');
    return { client, placement, elsewhere: () => this.elsewhere(tenantId, placement) };
  }

  /** Something said that the tenant is not there: what is remembered is forgotten, and the dead are buried. */
  async elsewhere(tenantId: TenantId, placement: Placement): Promise<void> {
    this.#directory.forget(tenantId);
    const now = performance.now();
    const lookedAt = this.#sealed.get(tenantId);
    if (lookedAt === undefined) this.#sealed.set(tenantId, now);
    if (lookedAt === undefined || now - lookedAt < SUSPICIOUS_MS) return;
    this.#sealed.set(tenantId, now);
    await settleAbandonedMove(this.#places, tenantId, placement);
  }
}
