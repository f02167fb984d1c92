export { temporaryDirectory } from './temporary-directory.ts';
export { createTenant, emptyDatabase, type TestDatabase, testDatabase } from './test-database.ts';
