import type { TenantId } from '@atrium/protocol';
import type { Database } from '../database/open-database.ts';
import type { TenantSession } from '../database/tenant-session.ts';

/** After so many batches the connection is given back, so that the writers of other tenants get their turn. */
const BATCHES_IN_A_ROW = 4;

/** The connection of a busy writer, kept from batch to batch. */
export class Lease {
  readonly #database: Database;
  readonly #tenantId: TenantId;
  #session: TenantSession | undefined;
  #batches = 0;

  constructor(database: Database, tenantId: TenantId) {
    this.#database = database;
    this.#tenantId = tenantId;
  }

  /** The connection that is there already: what is sent on it at once goes out before anything else is done. */
  get kept(): TenantSession | undefined {
    return this.#session;
  }

  async take(): Promise<TenantSession> {
    this.#session ??= await this.#database.acquire(this.#tenantId);
    return this.#session;
  }

  batchIsOver(): void {
    this.#batches += 1;
    if (this.#batches >= BATCHES_IN_A_ROW) this.end();
  }

  end(): void {
    this.#session?.release();
    this.#session = undefined;
    this.#batches = 0;
  }
}
