import { chmod, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PostgresProblem } from './postgres-problem.ts';

/** Who PostgreSQL runs as where that is not us: it refuses to run as root. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

// The customary `nobody`; the number needs no entry in /etc/passwd.
const UNPRIVILEGED: PostgresUser = { uid: 65534, gid: 65534 };

/** For root: the owner of the cluster if there is one already, else nobody in particular. Others run it themselves. */
export async function postgresUser(cluster: string): Promise<PostgresUser | undefined> {
  const found = await stat(cluster).catch(() => undefined);
  const uid = process.getuid?.();
  if (uid === 0) return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : UNPRIVILEGED;
  if (found && uid !== undefined && found.uid !== uid) {
    throw new PostgresProblem(
      'CANNOT_ENTER',
      `The data in ${cluster} belongs to the user ${found.uid}, and Atrium runs as ${uid}. ` +
        `Start it as that user or as root, or hand the data over (chown -R ${uid} ${dirname(cluster)}).`,
    );
  }
  return undefined;
}

/** Makes sure that the user can reach `path`, or says which directory stops it. */
export async function assertReachable(path: string, user: PostgresUser | undefined): Promise<void> {
  if (!user) return;
  for (let directory = dirname(resolve(path)); ; directory = dirname(directory)) {
    if (!(await canEnter(directory, user))) {
      throw new PostgresProblem(
        'CANNOT_ENTER',
        `Atrium runs as root, so PostgreSQL runs as the user ${user.uid}, who may not enter ${directory} on the way to ${path}. ` +
          `Allow it (chmod o+x ${directory}), choose a directory elsewhere, or start Atrium as an ordinary user.`,
      );
    }
    if (directory === dirname(directory)) return;
  }
}

/** Opens our own data directory for passing through; what lies in it stays closed. */
export async function letPass(directory: string, user: PostgresUser | undefined): Promise<void> {
  if (!user || (await canEnter(directory, user))) return;
  const { mode } = await stat(directory);
  await chmod(directory, (mode & 0o7777) | 0o001);
}

async function canEnter(directory: string, user: PostgresUser): Promise<boolean> {
  const { mode, uid, gid } = await stat(directory);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
