export type { Capabilities } from './database/capabilities.ts';
export { DatabaseUnavailable, isUnavailable } from './database/database-unavailable.ts';
export { MigrationProblem, type MigrationSource } from './database/migrate.ts';
export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  type TransactionOptions,
} from './database/open-database.ts';
export type { TenantSession } from './database/tenant-session.ts';
export type { Rows, Statement, Tx } from './database/tx.ts';
export { DataDirectoryInUse } from './postgres/data-directory-in-use.ts';
export type { PostgresRole } from './postgres/embedded-postgres.ts';
export { openPostgres, type PostgresOptions } from './postgres/open-postgres.ts';
export type { PostgresHandle } from './postgres/postgres-handle.ts';
export { PostgresProblem } from './postgres/postgres-problem.ts';
