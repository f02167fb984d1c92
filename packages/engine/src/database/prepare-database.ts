import pg from 'pg';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { ensureAppRole } from './app-role.ts';
import { type Capabilities, ensureCapabilities } from './capabilities.ts';
import { asDatabaseError } from './database-unavailable.ts';
import { ENGINE_MIGRATIONS, type MigrationSource, migrate, underMigrationLock } from './migrate.ts';

export interface Preparing {
  /** Beyond the engine's own, in floor order. */
  readonly migrations?: readonly MigrationSource[];
  readonly onMigrated?: (files: readonly string[]) => void;
}

/** Brings a database up to this version, as its owner. Processes that do it at once wait for each other. */
export async function prepareDatabase(postgres: PostgresHandle, options: Preparing): Promise<Capabilities> {
  const owner = new pg.Client({ connectionTimeoutMillis: 10_000, ...postgres.connection });
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
