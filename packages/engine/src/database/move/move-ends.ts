import type { TenantId } from '@atrium/protocol';
import pg from 'pg';
import { asDatabaseError } from '../database-unavailable.ts';
import { inDatabase } from '../place-connection.ts';
import type { Placement } from '../placement.ts';
import type { Places } from '../places.ts';
import { TYPE_PARSERS } from '../type-parsers.ts';
import { moveLock } from './move-lock.ts';
import { MoveProblem } from './move-problem.ts';

/** The owner's connections of one move, each with the lock of the move in its database. */
export class MoveEnds {
  readonly tenantId: TenantId;
  readonly #places: Places;
  readonly #clients = new Map<Placement, pg.Client>();

  constructor(places: Places, tenantId: TenantId) {
    this.#places = places;
    this.tenantId = tenantId;
  }

  /** The main database: the directory, and the rows of tenants that live there. */
  get main(): Promise<pg.Client> {
    return this.at('shared');
  }

  async at(placement: Placement): Promise<pg.Client> {
    const known = this.#clients.get(placement);
    if (known) return known;
    const place = await this.#places.open(placement);
    const client = new pg.Client({
      ...place.postgres.connection,
      types: TYPE_PARSERS,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET statement_timeout = 0");
      // The owner, too, is held to row security: by this it sees this one tenant.
      await client.query("SELECT set_config('app.tenant_id', $1, false)", [this.tenantId]);
      const { rows } = await client.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_lock(${moveLock(this.tenantId)}) AS mine`,
      );
      if (!rows[0]?.mine) throw this.#taken(placement);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw asDatabaseError(error);
    }
    this.#clients.set(placement, client);
    return client;
  }

  /** Makes the database of a placement beside the main one, if there is none. */
  async ensureDatabase(placement: Placement): Promise<void> {
    if (!placement.startsWith('database:')) return;
    const name = placement.slice('database:'.length);
    const main = await this.main;
    const { rowCount } = await main.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    try {
      await main.query(`CREATE DATABASE "${name}"`);
    } catch (error) {
      // Another move makes it at this very moment.
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === '42P04' || code === '23505') return;
      throw new MoveProblem(
        'INVALID_INPUT',
        `The database ${name} cannot be made here. Let an administrator run: CREATE DATABASE "${name}" OWNER <the user in DATABASE_URL>;`,
        error,
      );
    }
  }

  /** Whether the database is there, without making it. */
  async hasDatabase(placement: Placement): Promise<boolean> {
    if (!placement.startsWith('database:')) return true;
    const probe = new pg.Client(
      inDatabase(this.#places.main.postgres.connection, placement.slice('database:'.length)),
    );
    probe.on('error', () => undefined);
    try {
      await probe.connect();
      return true;
    } catch {
      return false;
    } finally {
      await probe.end().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.end().catch(() => undefined)));
    this.#clients.clear();
  }

  #taken(placement: Placement): MoveProblem {
    if (this.#clients.size === 0) {
      return new MoveProblem('MOVE_UNDER_WAY', 'Someone is moving this workspace at the moment.');
    }
    return new MoveProblem(
      'SAME_DATABASE',
      `${placement} is the very database that takes part by another name already, or someone moves this workspace there.`,
    );
  }
}
