import { openEmbeddedPostgres } from '../postgres/embedded-postgres.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** How the test files find the cluster of this run: a connection as JSON. */
export const TEST_CLUSTER = 'ATRIUM_TEST_CLUSTER';

/**
 * One PostgreSQL per test run, for vitest's `globalSetup`. It does not write through to disk: tests that kill
 * something open a durable one of their own. Another project of the same run uses the one that is there.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[TEST_CLUSTER]) return undefined;
  const directory = await temporaryDirectory();
  const postgres = await openEmbeddedPostgres({
    dataDir: directory.path,
    role: 'tool',
    durable: false,
    log: () => undefined,
  });
  process.env[TEST_CLUSTER] = JSON.stringify(postgres.connection);
  return async () => {
    delete process.env[TEST_CLUSTER];
    await postgres.close();
    await directory.remove();
  };
}
