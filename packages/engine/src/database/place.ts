import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { APP_ROLE } from './app-role.ts';
import type { Capabilities } from './capabilities.ts';
import { asDatabaseError, DatabaseUnavailable } from './database-unavailable.ts';
import { type Tx, txOn } from './tx.ts';
import { TYPE_PARSERS } from './type-parsers.ts';

const CLOSE_MS = 5_000;

export interface PlaceSize {
  /** Connections for transactions. */
  readonly maxConnections: number;
  /** Connections for sessions, kept apart so that slow readers never starve the writers. */
  readonly maxSessions: number;
  /** How long a connection is waited for. */
  readonly connectMs?: number;
  /** How long `close` waits for what is under way. */
  readonly closeMs?: number | undefined;
}

/** One open database: its pools, and transactions on them. */
export class Place {
  readonly postgres: PostgresHandle;
  readonly capabilities: Capabilities;
  readonly #pools: readonly [work: pg.Pool, sessions: pg.Pool];
  readonly #clients = new Set<pg.PoolClient & { end(): Promise<void> }>();
  readonly #closeMs: number;
  #closing: Promise<void> | undefined;
  lastUsed = performance.now();

  constructor(postgres: PostgresHandle, capabilities: Capabilities, size: PlaceSize) {
    this.postgres = postgres;
    this.capabilities = capabilities;
    this.#closeMs = size.closeMs ?? CLOSE_MS;
    const shared: pg.PoolConfig = {
      ...appConnection(postgres.connection),
      types: TYPE_PARSERS,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: size.connectMs ?? 10_000,
      keepAlive: true,
    };
    this.#pools = [
      this.#openPool({ ...shared, max: size.maxConnections }),
      // What a session sends goes out at once, whether or not the statement before is answered.
      this.#openPool({
        ...shared,
        // Whoever stands still with a tenant's row in hand must not stop the tenant on every node.
        options: `${shared.options} -c idle_in_transaction_session_timeout=30s`,
        pipeline: true,
        max: size.maxSessions,
      }),
    ];
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  get busy(): boolean {
    return this.#pools.some((pool) => pool.totalCount > pool.idleCount || pool.waitingCount > 0);
  }

  get connections(): number {
    return this.#pools.reduce((sum, pool) => sum + pool.totalCount, 0);
  }

  /** A connection for one transaction, or for a session of many. Release it. */
  async checkOut(purpose: 'transaction' | 'session' = 'transaction'): Promise<pg.PoolClient> {
    this.lastUsed = performance.now();
    try {
      return await this.#pools[purpose === 'session' ? 1 : 0].connect();
    } catch (error) {
      throw asDatabaseError(error);
    }
  }

  async transaction<T>(opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { client } = await openTransaction(await this.checkOut(), opening);
    return runTransaction(client, work);
  }

  /** What is under way may end; after a while it is ended. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const ended = Promise.all(this.#pools.map((pool) => pool.end()));
    const timer = new AbortController();
    const late = delay(this.#closeMs, 'late', { signal: timer.signal, ref: false }).catch(() => undefined);
    const first = await Promise.race([ended, late]);
    timer.abort();
    if (first !== 'late') return;
    // Whoever works on one hears that it is lost, and gives it back.
    for (const client of this.#clients) client.end().catch(() => undefined);
  }

  #openPool(config: pg.PoolConfig): pg.Pool {
    const pool = new pg.Pool(config);
    // A lost connection is reported by the query that meets it; without listeners it would end the process.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    pool.on('acquire', (client) => this.#clients.add(client));
    pool.on('release', (_error, client) => this.#clients.delete(client));
    return pool;
  }
}

/** The owner's connection, turned into the ordinary role from its first statement on. */
function appConnection(owner: pg.PoolConfig): pg.PoolConfig {
  // A process that stops in the middle of a transaction must not hold a tenant's row for ever.
  const settings = `-c role=${APP_ROLE} -c TimeZone=UTC -c DateStyle=ISO -c idle_in_transaction_session_timeout=60s`;
  return { ...owner, options: owner.options ? `${owner.options} ${settings}` : settings };
}

export interface OpenTransaction {
  readonly client: pg.PoolClient;
  /** The row that the last statement of the opening answered. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Begins with a text of several statements, in one round trip. If that fails the connection is given back. */
export async function openTransaction(client: pg.PoolClient, opening: string): Promise<OpenTransaction> {
  try {
    const results = await client.query(opening);
    const last: pg.QueryResult | undefined = Array.isArray(results) ? results.at(-1) : results;
    return { client, answer: last?.rows[0] ?? {} };
  } catch (error) {
    const problem = asDatabaseError(error);
    client.release(problem instanceof DatabaseUnavailable || (await rollBackFails(client)));
    throw problem;
  }
}

/** Works in a transaction that was opened, commits it, and gives the connection back. */
export async function runTransaction<T>(client: pg.PoolClient, work: (tx: Tx) => Promise<T>): Promise<T> {
  let lost = false;
  let committing = false;
  try {
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

export async function rollBackFails(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return false;
  } catch {
    return true;
  }
}
