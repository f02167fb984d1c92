import type { PoolConfig } from 'pg';
import { openExternalPostgres } from '../postgres/external-postgres.ts';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';
import type { Placement } from './placement.ts';

/** Addresses by name, as the settings give them: what `url:NAME` means. They hold passwords. */
export type NamedDatabases = Readonly<Record<string, string>>;

/** How the owner connects to a place. Nothing of it but the description is for people. */
export async function connectionOf(
  placement: Exclude<Placement, 'shared'>,
  main: PostgresHandle,
  named: NamedDatabases,
): Promise<PostgresHandle> {
  const name = placement.slice(placement.indexOf(':') + 1);
  if (placement.startsWith('database:')) {
    return {
      ...main,
      connection: inDatabase(main.connection, name),
      description: `the database ${name} beside the main one`,
      close: () => Promise.resolve(),
    };
  }
  const address = Object.hasOwn(named, name) ? named[name] : undefined;
  if (!address) {
    throw new DatabaseUnavailable(`no address is set for ${placement}. Add it to ATRIUM_DATABASES here.`);
  }
  try {
    return await openExternalPostgres(address, `The PostgreSQL of ${placement}`);
  } catch (error) {
    throw new DatabaseUnavailable(error);
  }
}

/** The same server, and another database of it. */
export function inDatabase(connection: PoolConfig, name: string): PoolConfig {
  const { connectionString, ...rest } = connection;
  if (connectionString === undefined) return { ...rest, database: name };
  // An address wins over everything beside it, so the name has to be in there.
  const parts = /^(\w+:\/\/(?:[^/?]*@)?[^/?]*)(?:\/[^?]*)?(\?.*)?$/.exec(connectionString);
  if (!parts) throw new Error('The address of the main database is not a URL.');
  return { ...rest, connectionString: `${parts[1]}/${name}${parts[2] ?? ''}` };
}
