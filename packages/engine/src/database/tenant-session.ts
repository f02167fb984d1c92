import type { TenantId } from '@atrium/protocol';
import type pg from 'pg';
import { asDatabaseError, DatabaseUnavailable } from './database-unavailable.ts';
import type { Placement } from './placement.ts';
import { assertTenantId, enterTenant, isHere } from './tenant-entry.ts';
import { TenantMoving } from './tenant-moving.ts';
import { type Rows, runOn, type Statement, type Tx } from './tx.ts';

/** A connection for a session, in the place where the tenant is said to live. */
export interface Lease {
  readonly client: pg.PoolClient;
  readonly placement: Placement;
  /** Called when the tenant turns out not to live there. */
  readonly elsewhere: () => Promise<void>;
}

/**
 * One connection leased for one tenant, for a caller that counts round trips (the tenant writer).
 * `begin`, any queries, then `commit` or `rollback`, as often as wanted; at last `release`.
 */
export class TenantSession {
  readonly tenantId: TenantId;
  readonly tx: Tx;
  readonly #client: pg.PoolClient;
  readonly #lease: Lease;
  #broken = false;
  #open = false;
  #released = false;

  constructor(lease: Lease, tenantId: TenantId) {
    assertTenantId(tenantId);
    this.tenantId = tenantId;
    const { client } = lease;
    this.#client = client;
    this.#lease = lease;
    this.tx = { client, query: (statement, values) => this.query(statement, values) };
  }

  /** The connection is lost; release the session and acquire another. */
  get broken(): boolean {
    return this.#broken;
  }

  /**
   * BEGIN, the tenant, and `sql` (no parameters, so only literals that were checked) in one round trip; answers the
   * results of `sql`. TenantMoving if the tenant does not live here any more: release, and acquire again.
   */
  async begin(sql = ''): Promise<Rows<Record<string, unknown>>[]> {
    let results: Rows<Record<string, unknown>>[];
    try {
      results = await this.#simple(`BEGIN; ${enterTenant(this.tenantId, true)}; ${sql}`);
      this.#open = true;
    } catch (error) {
      // BEGIN may have worked and `sql` failed; a lost connection has nothing to roll back.
      this.#open = !this.#broken;
      await this.rollback();
      throw error;
    }
    if (isHere(results[1]?.rows[0]?.elsewhere, this.#lease.placement)) return results.slice(2);
    await this.rollback();
    await this.#lease.elsewhere();
    throw new TenantMoving(this.tenantId);
  }

  async query<Row = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Rows<Row>> {
    try {
      return await runOn<Row>(this.#client, statement, values);
    } catch (error) {
      throw this.#note(error);
    }
  }

  /** Several statements without parameters in one round trip. */
  async simple(sql: string): Promise<Rows<Record<string, unknown>>[]> {
    return this.#simple(sql);
  }

  async commit(): Promise<void> {
    this.#open = false;
    try {
      // A transaction that failed answers ROLLBACK to COMMIT, without an error.
      const done = await this.#client.query('COMMIT');
      if (done.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.');
    } catch (error) {
      throw this.#note(asDatabaseError(error, 'unknown'));
    }
  }

  /** Never throws: after it the transaction is gone, or the connection is. */
  async rollback(): Promise<void> {
    if (!this.#open || this.#broken) return;
    this.#open = false;
    try {
      await this.#client.query('ROLLBACK');
    } catch {
      this.#broken = true;
    }
  }

  /** Gives the connection back; one with an open transaction or a lost one is thrown away. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#client.release(this.#broken || this.#open);
  }

  async #simple(sql: string): Promise<Rows<Record<string, unknown>>[]> {
    try {
      const results = await this.#client.query(sql);
      const list: pg.QueryResult[] = Array.isArray(results) ? results : [results];
      return list.map((one) => ({ rows: one.rows, rowCount: one.rowCount ?? one.rows.length }));
    } catch (error) {
      throw this.#note(asDatabaseError(error));
    }
  }

  #note(error: unknown): unknown {
    if (error instanceof DatabaseUnavailable) this.#broken = true;
    return error;
  }
}
