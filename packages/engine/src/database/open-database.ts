import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { assertAppRole } from './app-role.ts';
import type { Database, TransactionOptions } from './database.ts';
import { Directory } from './directory.ts';
import { moveTenant } from './move/move-tenant.ts';
import { Place, runTransaction } from './place.ts';
import { checkPlaces } from './place-health.ts';
import { Places, type PlacesOptions } from './places.ts';
import { prepareDatabase } from './prepare-database.ts';
import { readHeads } from './read-heads.ts';
import { assertTenantId, enterControl } from './tenant-entry.ts';
import { TenantRouter } from './tenant-router.ts';
import { TenantSession } from './tenant-session.ts';

export type { Database, TransactionOptions };

export interface DatabaseOptions extends PlacesOptions {
  /** Connections of the main database for `withTenant`, `withUser` and `control`. */
  readonly maxConnections?: number;
  /** Connections of the main database for `acquire`. */
  readonly maxSessions?: number;
}

/** Migrates the main database and opens its pools. Those of tenants are opened when they are asked. */
export async function openDatabase(
  postgres: PostgresHandle,
  options: DatabaseOptions = {},
): Promise<Database> {
  const { maxConnections = 12, maxSessions = 6 } = options;
  const main = new Place(postgres, await prepareDatabase(postgres, options), {
    maxConnections,
    maxSessions,
    closeMs: options.closeMs,
  });
  const places = new Places(main, options);
  const directory = new Directory(main);
  const router = new TenantRouter(directory, places);

  const database: Database = {
    capabilities: main.capabilities,
    async capabilitiesOf(tenantId) {
      return (await places.open(await directory.placementOf(tenantId))).capabilities;
    },
    async withTenant(tenantId, work, how) {
      assertTenantId(tenantId);
      return runTransaction(await router.enter(tenantId, begin(how), !readsOnly(how)), work);
    },
    withUser(userId, work, how) {
      return main.transaction(begin(how), async (tx) => {
        await tx.query("SELECT set_config('app.user_id', $1, true)", [userId]);
        return work(tx);
      });
    },
    control(work, how) {
      return main.transaction(begin(how), work);
    },
    controlOf(tenantId, work, how) {
      return main.transaction(`${begin(how)}; ${enterControl(tenantId)}`, work);
    },
    async heads(tenantIds, { openOnly = false } = {}) {
      tenantIds.forEach(assertTenantId);
      return readHeads({ places, directory }, tenantIds, openOnly);
    },
    async acquire(tenantId) {
      return new TenantSession(await router.lease(tenantId), tenantId);
    },
    placementOf: (tenantId) => directory.placementOf(tenantId),
    places: () => checkPlaces(places, directory),
    async moveTenant(tenantId, to, how) {
      assertTenantId(tenantId);
      return moveTenant({ places, directory }, { ...how, tenantId, to });
    },
    close: () => places.close(),
  };
  try {
    await database.control(assertAppRole);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

// A view that is older than the lock of a move may not write: it would not see that the tenant has left.
function readsOnly({ isolation = 'read committed', readOnly = false }: TransactionOptions = {}): boolean {
  return readOnly || isolation !== 'read committed';
}

function begin(options: TransactionOptions = {}): string {
  const isolation = options.isolation ? ` ISOLATION LEVEL ${options.isolation.toUpperCase()}` : '';
  return `BEGIN${isolation}${readsOnly(options) ? ' READ ONLY' : ''}`;
}
