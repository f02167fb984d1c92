import type { TenantId } from '@atrium/protocol';
import pg from 'pg';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { APP_ROLE, ensureAppRole } from './app-role.ts';
import { type Capabilities, ensureCapabilities } from './capabilities.ts';
import { asDatabaseError, DatabaseUnavailable } from './database-unavailable.ts';
import { ENGINE_MIGRATIONS, type MigrationSource, migrate, underMigrationLock } from './migrate.ts';
import { type Placement, placementOf } from './placement.ts';
import { assertTenantId, setTenant, TenantSession } from './tenant-session.ts';
import { type Tx, txOn } from './tx.ts';
import { TYPE_PARSERS } from './type-parsers.ts';

export interface DatabaseOptions {
  /** Beyond the engine's own, in floor order. */
  readonly migrations?: readonly MigrationSource[];
  /** Connections for `withTenant`, `withUser` and `control`. */
  readonly maxConnections?: number;
  /** Connections for `acquire`, kept apart so that slow readers never starve the writers. */
  readonly maxSessions?: number;
  readonly onMigrated?: (files: readonly string[]) => void;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
}

/** Every way to the data. All of them work as an ordinary role under row-level security. */
export interface Database {
  readonly capabilities: Capabilities;
  /** A transaction that sees and writes the rows of one tenant only. Rolled back if `work` throws. */
  withTenant<T>(tenantId: TenantId, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A transaction that sees one user's own memberships, and no tenant's rows. */
  withUser<T>(userId: string, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A transaction over the control tables that belong to no tenant. */
  control<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The last position of each tenant's log, for noticing what other processes appended. */
  heads(tenantIds: readonly TenantId[]): Promise<Map<TenantId, number>>;
  /** A connection of one's own for many transactions of one tenant. Release it. */
  acquire(tenantId: TenantId): Promise<TenantSession>;
  placementOf(tenantId: TenantId): Placement;
  close(): Promise<void>;
}

/** Migrates the database, then opens the pools. */
export async function openDatabase(
  postgres: PostgresHandle,
  options: DatabaseOptions = {},
): Promise<Database> {
  const capabilities = await prepare(postgres, options);
  const shared: pg.PoolConfig = {
    ...appConnection(postgres.connection),
    types: TYPE_PARSERS,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
  const pool = openPool({ ...shared, max: options.maxConnections ?? 12 });
  const sessions = openPool({ ...shared, max: options.maxSessions ?? 6 });

  const database: Database = {
    capabilities,
    placementOf,
    withTenant(tenantId, work, how) {
      assertTenantId(tenantId);
      return transaction(pool, `${begin(how)}; ${setTenant(tenantId)}`, work);
    },
    withUser(userId, work, how) {
      return transaction(pool, begin(how), async (tx) => {
        await tx.query("SELECT set_config('app.user_id', $1, true)", [userId]);
        return work(tx);
      });
    },
    control(work, how) {
      return transaction(pool, begin(how), work);
    },
    async heads(tenantIds) {
      if (tenantIds.length === 0) return new Map();
      tenantIds.forEach(assertTenantId);
      const list = `SELECT set_config('app.tenant_ids', '${tenantIds.join(',')}', true)`;
      return transaction(pool, `BEGIN READ ONLY; ${list}`, async (tx) => {
        const { rows } = await tx.query<{ tenant_id: TenantId; head: number }>(
          'SELECT tenant_id, head FROM tenants',
        );
        return new Map(rows.map((row) => [row.tenant_id, row.head]));
      });
    },
    async acquire(tenantId) {
      assertTenantId(tenantId);
      return new TenantSession(await checkOut(sessions), tenantId);
    },
    async close() {
      await Promise.all([pool.end(), sessions.end()]);
    },
  };
  try {
    await database.control(assertAppRole);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

// A pooler between us and the database may drop the setting, and then every tenant would be open to every other.
async function assertAppRole(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ role: string }>('SELECT current_user AS role');
  if (rows[0]?.role === APP_ROLE) return;
  throw new Error(
    `Connections do not work as ${APP_ROLE} but as ${rows[0]?.role}. Connect to PostgreSQL directly, or let the pooler pass on startup options.`,
  );
}

async function prepare(postgres: PostgresHandle, options: DatabaseOptions): Promise<Capabilities> {
  const owner = new pg.Client(postgres.connection);
  owner.on('error', () => undefined);
  try {
    await owner.connect();
    return await underMigrationLock(owner, async () => {
      await ensureAppRole(owner);
      const capabilities = await ensureCapabilities(owner);
      const applied = await migrate(owner, [ENGINE_MIGRATIONS, ...(options.migrations ?? [])]);
      if (applied.length > 0) options.onMigrated?.(applied);
      return capabilities;
    });
  } catch (error) {
    throw asDatabaseError(error);
  } finally {
    await owner.end().catch(() => undefined);
  }
}

/** The owner's connection, turned into the ordinary role from its first statement on. */
function appConnection(owner: pg.PoolConfig): pg.PoolConfig {
  // A process that stops in the middle of a transaction must not hold a tenant's row for ever.
  const settings = `-c role=${APP_ROLE} -c TimeZone=UTC -c DateStyle=ISO -c idle_in_transaction_session_timeout=60s`;
  return { ...owner, options: owner.options ? `${owner.options} ${settings}` : settings };
}

function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // A lost connection is reported by the query that meets it; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asDatabaseError(error);
  }
}

function begin(options: TransactionOptions = {}): string {
  const isolation = options.isolation ? ` ISOLATION LEVEL ${options.isolation.toUpperCase()}` : '';
  return `BEGIN${isolation}${options.readOnly ? ' READ ONLY' : ''}`;
}

async function transaction<T>(pool: pg.Pool, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  let lost = false;
  let committing = false;
  try {
    await client.query(opening);
    const answer = await work(txOn(client));
    committing = true;
    const done = await client.query('COMMIT');
    if (done.command !== 'COMMIT') {
      throw new Error('A statement of the transaction had failed, so it was rolled back.');
    }
    return answer;
  } catch (error) {
    const problem = asDatabaseError(error, committing ? 'unknown' : 'no');
    lost = problem instanceof DatabaseUnavailable;
    if (!lost && !committing) lost = await rollBackFails(client);
    throw problem;
  } finally {
    client.release(lost);
  }
}

async function rollBackFails(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return false;
  } catch {
    return true;
  }
}
