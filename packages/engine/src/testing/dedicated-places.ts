import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inDatabase } from '../database/place-connection.ts';
import type { Placement } from '../database/placement.ts';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';

/** Names of databases beside the main one of a test, and connections to them; dropped at the end. */
export interface DedicatedPlaces {
  /** A place that no other test has. A move makes its database. */
  next(): Placement;
  /** As the owner of a place, whom row security of a superuser does not hold. */
  look<T>(placement: Placement, work: (owner: pg.Client) => Promise<T>): Promise<T>;
  /** How many connections a place has now. */
  connections(placement: Placement): Promise<number>;
  close(): Promise<void>;
}

export function dedicatedPlaces(postgres: PostgresHandle): DedicatedPlaces {
  const names: string[] = [];
  const connectionAt = (placement: Placement) =>
    placement === 'shared'
      ? postgres.connection
      : inDatabase(postgres.connection, placement.slice(placement.indexOf(':') + 1));
  async function on<T>(connection: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client(connection);
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
  return {
    next() {
      const name = `place_${randomBytes(6).toString('hex')}`;
      names.push(name);
      return `database:${name}`;
    },
    look: (placement, work) => on(connectionAt(placement), work),
    connections: (placement) =>
      on(postgres.connection, async (client) => {
        const { rows } = await client.query(
          'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1',
          [placement.slice('database:'.length)],
        );
        return rows[0].n;
      }),
    async close() {
      await on(inDatabase(postgres.connection, 'postgres'), async (client) => {
        for (const name of names) await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      });
    },
  };
}
