import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';
import type { PostgresUser } from './postgres-user.ts';

// sun_path holds 107 bytes on Linux and 103 on macOS.
const LONGEST_SOCKET = 103;

/**
 * Where the socket goes: in the data directory, where every process finds it whatever its idea of a temporary
 * directory is; only where that path is too long for a socket, in the temporary one.
 */
export function socketDirOf(dataDir: string, user: PostgresUser | undefined): string {
  const owner = user?.uid ?? process.getuid?.();
  const hash = createHash('sha256').update(`${owner}:${dataDir}`).digest('hex').slice(0, 16);
  const shortest = `/tmp/atrium-${hash}`;
  const candidates = [join(dataDir, 'run'), join(tmpdir(), `atrium-${hash}`), shortest];
  return candidates.find((path) => Buffer.byteLength(`${path}/.s.PGSQL.5432`) <= LONGEST_SOCKET) ?? shortest;
}

/** Makes it, for its user alone. */
export async function makeSocketDir(directory: string, user: PostgresUser | undefined): Promise<void> {
  const owner = user?.uid ?? process.getuid?.();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // Anyone may make directories in the temporary one: use only what is a real directory of the right user.
  const found = await lstat(directory);
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new PostgresProblem(
      'START_FAILED',
      `${directory} belongs to someone else, so PostgreSQL's socket cannot be put there. Remove it, or set TMPDIR.`,
    );
  }
  if (user && found.uid !== user.uid) await chown(directory, user.uid, user.gid);
  await chmod(directory, 0o700);
}
