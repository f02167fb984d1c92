import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isUnavailable } from '../database/database-unavailable.ts';
import type { PostgresHandle } from './postgres-handle.ts';
import { PostgresProblem } from './postgres-problem.ts';

const OLDEST = 150_000;

/** A PostgreSQL that someone else runs. Any number of servers may share it. `name` is what people call it by. */
export async function openExternalPostgres(
  databaseUrl: string,
  name = 'The PostgreSQL of DATABASE_URL',
): Promise<PostgresHandle> {
  const where = describe(databaseUrl);
  const connection = connectionOf(databaseUrl);
  let version: number;
  try {
    version = await patientVersion(connection);
  } catch (error) {
    const why = error instanceof Error ? error.message || String(error) : String(error);
    throw new PostgresProblem('UNREACHABLE', `${name} (${where}) does not answer: ${why}`, error);
  }
  const major = Math.floor(version / 10_000);
  if (version < OLDEST) {
    throw new PostgresProblem(
      'WRONG_VERSION',
      `${name} (${where}) is version ${major}; Atrium needs 15 or later.`,
    );
  }
  return {
    kind: 'external',
    connection,
    description: `PostgreSQL ${major}.${version % 10_000} at ${where}`,
    version,
    announce: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** There is nobody, or nobody to be heard. Any other loss is of a PostgreSQL that starts, stops or recovers: it passes. */
const ABSENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const ANSWER_MS = 10_000;
const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;

async function patientVersion(connection: pg.PoolConfig): Promise<number> {
  for (const until = Date.now() + PATIENCE_MS; ; await pause(PAUSE_MS)) {
    const askedAt = Date.now();
    try {
      return await versionOf(connection);
    } catch (error) {
      const isSilent = Date.now() - askedAt >= ANSWER_MS;
      const isAbsent = error instanceof Error && 'code' in error && ABSENT.has(error.code);
      if (!isUnavailable(error) || isSilent || isAbsent || Date.now() > until) throw error;
    }
  }
}

async function versionOf(connection: pg.PoolConfig): Promise<number> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: ANSWER_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version");
    return rows[0].version;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Settings in the address would win over ours, the role among them, so they are moved to where ours follow them. */
function connectionOf(databaseUrl: string): pg.PoolConfig {
  const [address = '', query = ''] = databaseUrl.split('?');
  const parameters = new URLSearchParams(query);
  const options = parameters.get('options');
  for (const name of ['options', 'application_name']) parameters.delete(name);
  return {
    connectionString: parameters.size > 0 ? `${address}?${parameters}` : address,
    application_name: `atrium-${process.pid}`,
    ...(options ? { options } : {}),
  };
}

/** Host and database, without the user and the password. */
function describe(databaseUrl: string): string {
  // By hand, for PostgreSQL allows an empty host beside a user and URL does not.
  const parts = /^\w+:\/\/(?:[^/?]*@)?([^/?]*)(\/[^?]*)?(?:\?(.*))?$/.exec(databaseUrl);
  if (!parts) return 'an address that is not a URL';
  const host = new URLSearchParams(parts[3]).get('host') ?? (parts[1] || 'a local socket');
  return `${host}${parts[2] ?? ''}`;
}
