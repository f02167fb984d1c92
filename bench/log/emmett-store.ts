import type { PostgresHandle } from '@atrium/engine';
import { getPostgreSQLEventStore, type PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

export interface EmmettStore {
  readonly store: PostgresEventStore;
  close(): Promise<void>;
}

/** Of a connection to the store's database; a transaction that is open there is "elsewhere" to both logs. */
export const EMMETT_DATABASE = 'bench_emmett';

/** Emmett as its documentation sets it up, in a database of its own on the same PostgreSQL. */
export async function openEmmett(postgres: PostgresHandle): Promise<EmmettStore> {
  const owner = new pg.Client(postgres.connection);
  await owner.connect();
  await owner.query(`CREATE DATABASE ${EMMETT_DATABASE}`);
  await owner.end();
  const pool = new pg.Pool({ ...postgres.connection, database: EMMETT_DATABASE, max: 20 });
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(addressOf(postgres), { connectionOptions: { pool } });
  await store.schema.migrate();
  return {
    store,
    async close() {
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
}

/** For its consumers, which open pools of their own. */
function addressOf({ connection }: PostgresHandle): string {
  const { host = 'localhost', port, user = '', password } = connection;
  const who =
    encodeURIComponent(user) + (typeof password === 'string' ? `:${encodeURIComponent(password)}` : '');
  // A Unix socket's folder does not fit in front of the path.
  return host.startsWith('/')
    ? `postgresql://${who}@localhost/${EMMETT_DATABASE}?host=${encodeURIComponent(host)}${port ? `&port=${port}` : ''}`
    : `postgresql://${who}@${host}:${port ?? 5432}/${EMMETT_DATABASE}`;
}
