import { createHash, randomBytes } from 'node:crypto';
import { newId, type TenantId } from '@atrium/protocol';
import pg from 'pg';
import { ENGINE_MIGRATIONS, type MigrationSource, readMigrations } from '../database/migrate.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../database/open-database.ts';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { TEST_CLUSTER } from './global-setup.ts';

export interface TestDatabase {
  readonly database: Database;
  /** What `openDatabase` takes: for tests that open the same database again, or connect as its owner. */
  readonly postgres: PostgresHandle;
  /** A tenant with an empty log. */
  createTenant(name?: string): Promise<TenantId>;
  close(): Promise<void>;
}

const TEMPLATE_LOCK = "hashtextextended('atrium.test-template', 0)";

/** A migrated database of its own for one test file, copied from a template that is migrated once per run. */
export async function testDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const cluster = testCluster();
  const template = await ensureTemplate(cluster, options.migrations ?? []);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(cluster, (admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const postgres = handleOf({ ...cluster, database: name });
  const database = await openDatabase(postgres, options);
  return {
    database,
    postgres,
    createTenant: (tenantName) => createTenant(database, tenantName),
    async close() {
      await database.close();
      await administer(cluster, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** An empty database without a schema, for tests of migrations. */
export async function emptyDatabase(): Promise<{ postgres: PostgresHandle; close(): Promise<void> }> {
  const cluster = testCluster();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(cluster, (admin) => admin.query(`CREATE DATABASE ${name}`));
  return {
    postgres: handleOf({ ...cluster, database: name }),
    close: () => administer(cluster, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

export async function createTenant(database: Database, name = 'Test'): Promise<TenantId> {
  const id = newId();
  await database.withTenant(id, async (tx) => {
    await tx.query('INSERT INTO tenant_directory (id, slug, name) VALUES ($1, $2, $3)', [
      id,
      `t-${id}`,
      name,
    ]);
    await tx.query('INSERT INTO tenants (tenant_id) VALUES ($1)', [id]);
  });
  return id;
}

function testCluster(): pg.PoolConfig {
  const found = process.env[TEST_CLUSTER];
  if (!found)
    throw new Error(
      'No test cluster: run the file with vitest and packages/engine/src/testing/global-setup.ts.',
    );
  return JSON.parse(found);
}

async function ensureTemplate(cluster: pg.PoolConfig, extra: readonly MigrationSource[]): Promise<string> {
  const files = await readMigrations([ENGINE_MIGRATIONS, ...extra]);
  const hash = createHash('sha256')
    .update(files.map((file) => file.checksum).join())
    .digest('hex');
  const template = `template_${hash.slice(0, 12)}`;
  await administer(cluster, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(${TEMPLATE_LOCK})`);
    const found = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (found.rowCount) return;
    // Named at last, so that a failed migration leaves no template.
    const draft = `${template}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    const database = await openDatabase(handleOf({ ...cluster, database: draft }), { migrations: extra });
    await database.close();
    await renameWhenLeft(admin, draft, template);
  });
  return template;
}

// A session that was closed may take a moment to leave the database.
async function renameWhenLeft(admin: pg.Client, draft: string, template: string): Promise<void> {
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
    draft,
  ]);
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
}

async function administer(
  cluster: pg.PoolConfig,
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client({ ...cluster, database: 'postgres' });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

export function handleOf(connection: pg.PoolConfig): PostgresHandle {
  return {
    kind: 'external',
    connection,
    description: `the test database ${connection.database}`,
    version: 0,
    announce: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
