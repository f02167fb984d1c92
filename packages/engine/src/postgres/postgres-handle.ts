import type { PoolConfig } from 'pg';

/** A PostgreSQL that answers. Close the databases opened on it first. */
export interface PostgresHandle {
  readonly kind: 'embedded' | 'external';
  /** Connects as the owner of the schema; only migrations use it as it is. */
  readonly connection: PoolConfig;
  /** For people, without secrets: `embedded PostgreSQL 18.4 in /var/lib/atrium`. */
  readonly description: string;
  /** `server_version_num`: 180004. */
  readonly version: number;
  /** Tells others who find the data directory in use where this server listens. */
  announce(httpPort: number): Promise<void>;
  /** Stops PostgreSQL if it is ours and nobody else of Atrium uses it. */
  close(): Promise<void>;
}
