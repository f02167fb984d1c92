import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';
import type { PostgresUser } from './postgres-user.ts';

// sun_path holds 107 bytes on Linux and 103 on macOS.
const LONGEST_SOCKET = 103;

/**
 * A private directory for the socket: in the data directory, where every process finds it whatever its idea of a
 * temporary directory is; only where that path is too long for a socket, in the temporary one.
 */
export async function makeSocketDir(dataDir: string, user: PostgresUser | undefined): Promise<string> {
  const owner = user?.uid ?? process.getuid?.() ?? 0;
  const hash = createHash('sha256').update(`${owner}:${dataDir}`).digest('hex').slice(0, 16);
  const candidates = [join(dataDir, 'run'), join(tmpdir(), `atrium-${hash}`), `/tmp/atrium-${hash}`];
  const fits = (path: string) => Buffer.byteLength(`${path}/.s.PGSQL.5432`) <= LONGEST_SOCKET;
  const directory = candidates.find(fits) ?? `/tmp/atrium-${hash}`;
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (made && user) await chown(directory, user.uid, user.gid);

  // Anyone may make directories in the temporary one: use only what is a real directory of the right user.
  const found = await lstat(directory);
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== process.getuid?.())) {
    throw new PostgresProblem(
      'START_FAILED',
      `${directory} belongs to someone else, so PostgreSQL's socket cannot be put there. Remove it, or set TMPDIR.`,
    );
  }
  if (user && found.uid !== owner) await chown(directory, user.uid, user.gid);
  await chmod(directory, 0o700);
  return directory;
}
