import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one run's data. `ATRIUM_BENCH_DIR` names a disk to measure other than that of temporary files. */
export async function scratchFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(process.env.ATRIUM_BENCH_DIR || tmpdir(), 'atrium-bench-'));
  // Started by root, PostgreSQL runs as another user, who has to pass through.
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }) };
}
