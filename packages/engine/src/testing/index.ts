export { temporaryDirectory } from './temporary-directory.ts';
export { tenantTables } from './tenant-tables.ts';
export { createTenant, emptyDatabase, type TestDatabase, testDatabase } from './test-database.ts';
