import type { TenantId } from '@atrium/protocol';
import { createEngine } from '../create-engine.ts';
import { readTenantTables } from '../database/move/tenant-tables.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import type { Placement } from '../database/placement.ts';
import type { Engine } from '../engine.ts';
import { type DedicatedPlaces, dedicatedPlaces } from './dedicated-places.ts';
import { notes } from './notes.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

/** Two processes on one main database, as far as the data can tell, and places to move tenants to. */
export interface TwoNodes {
  readonly main: TestDatabase;
  readonly places: DedicatedPlaces;
  /** A place that most tests share: making one takes longer than moving there. */
  readonly usual: Placement;
  /** That of `main`, and another. */
  readonly databases: readonly [Database, Database];
  readonly engines: readonly [Engine, Engine];
  /** How many rows a place holds of a tenant, table by table, without those it has none in. */
  rowsAt(placement: Placement, tenantId: TenantId): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export async function twoNodes(): Promise<TwoNodes> {
  const main = await testDatabase();
  const places = dedicatedPlaces(main.postgres);
  const databases = [main.database, await openDatabase(main.postgres)] as const;
  const engineOn = (database: Database) =>
    createEngine({ database, registry: notes, limits: { consumerPollMs: 50, headPollMs: 20 } });
  const engines = [engineOn(databases[0]), engineOn(databases[1])] as const;
  return {
    main,
    places,
    usual: places.next(),
    databases,
    engines,
    rowsAt: (placement, tenantId) =>
      places.look(placement, async (owner) => {
        const held: Record<string, number> = {};
        for (const { name } of await readTenantTables(owner)) {
          const { rows } = await owner.query(
            `SELECT count(*)::int AS n FROM "${name}" WHERE tenant_id = $1`,
            [tenantId],
          );
          if (rows[0].n > 0) held[name] = rows[0].n;
        }
        return held;
      }),
    async close() {
      for (const engine of engines) await engine.close();
      await databases[1].close();
      await main.close();
      await places.close();
    },
  };
}
