import type { TenantId } from '@atrium/protocol';
import { LRUCache } from 'lru-cache';
import type { Place } from './place.ts';
import { type Placement, parsePlacement } from './placement.ts';

interface Row {
  readonly id: TenantId;
  readonly placement: string;
}

/**
 * Where tenants live, as last read. What is remembered may be out of date: the place itself says so when it is
 * entered, and then it is forgotten here.
 */
export class Directory {
  readonly #main: Place;
  readonly #known = new LRUCache<TenantId, Placement>({ max: 50_000 });

  constructor(main: Place) {
    this.#main = main;
  }

  /** A tenant that does not exist, or not yet, is looked for in the main database. */
  async placementOf(tenantId: TenantId): Promise<Placement> {
    return this.#known.get(tenantId) ?? (await this.placementsOf([tenantId])).get(tenantId) ?? 'shared';
  }

  async placementsOf(tenantIds: readonly TenantId[]): Promise<Map<TenantId, Placement>> {
    const found = new Map<TenantId, Placement>();
    const unknown: TenantId[] = [];
    for (const id of tenantIds) {
      const placement = this.#known.get(id);
      if (placement) found.set(id, placement);
      else unknown.push(id);
    }
    if (unknown.length === 0) return found;
    const rows = await this.#main.transaction('BEGIN READ ONLY', async (tx) => {
      const answer = await tx.query<Row>(
        'SELECT id, placement FROM tenant_directory WHERE id = ANY ($1::uuid[])',
        [unknown],
      );
      return answer.rows;
    });
    for (const { id, placement } of rows) {
      const parsed = parsePlacement(placement);
      if (!parsed) throw new Error(`The directory has a placement that is not known here: ${placement}`);
      this.#known.set(id, parsed);
      found.set(id, parsed);
    }
    for (const id of unknown) if (!found.has(id)) found.set(id, 'shared');
    return found;
  }

  /** Every place that some tenant lives in, with how many do. */
  async places(): Promise<{ placement: string; tenants: number }[]> {
    return this.#main.transaction('BEGIN READ ONLY', async (tx) => {
      const { rows } = await tx.query<{ placement: string; tenants: number }>(
        'SELECT placement, count(*) AS tenants FROM tenant_directory GROUP BY placement ORDER BY placement',
      );
      return rows;
    });
  }

  forget(tenantId: TenantId): void {
    this.#known.delete(tenantId);
  }
}
