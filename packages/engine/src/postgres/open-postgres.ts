import { openEmbeddedPostgres, type PostgresRole } from './embedded-postgres.ts';
import { openExternalPostgres } from './external-postgres.ts';
import type { PostgresHandle } from './postgres-handle.ts';

export interface PostgresOptions {
  /** Where the built-in PostgreSQL keeps its data. Not used with `databaseUrl`. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly role: PostgresRole;
  readonly log?: (line: string) => void;
}

/** The built-in PostgreSQL of the data directory, started if it does not run; or the one you run yourself. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresHandle> {
  if (options.databaseUrl) return openExternalPostgres(options.databaseUrl);
  return openEmbeddedPostgres({
    dataDir: options.dataDir,
    role: options.role,
    log: options.log ?? (() => undefined),
    durable: true,
  });
}
