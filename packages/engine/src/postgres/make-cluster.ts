import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { PostgresProblem } from './postgres-problem.ts';
import type { PostgresUser } from './postgres-user.ts';
import { isAlive } from './postmaster-file.ts';

/** The login user of the built-in cluster, who owns the schema. */
export const OWNER = 'atrium';

const UNFINISHED = /^postgres\.init-(\d+)-/;
const ownDrafts = new Set<string>();

/**
 * The cluster in `dataDir`, made on first use. It is made beside its place and moved there when whole, so that a
 * start that was cut short leaves nothing half-made.
 */
export async function makeCluster(
  dataDir: string,
  binaries: Binaries,
  user: PostgresUser | undefined,
): Promise<string> {
  const cluster = clusterIn(dataDir);
  if (await versionOf(cluster)) return cluster;
  await removeUnfinished(dataDir);

  const name = `postgres.init-${process.pid}-${randomBytes(4).toString('hex')}`;
  const draft = join(dataDir, name);
  ownDrafts.add(name);
  await mkdir(draft, { mode: 0o700 });
  if (user) await chown(draft, user.uid, user.gid);
  try {
    await runInitdb(draft, dataDir, binaries, user);
    await rename(draft, cluster);
    await syncDirectory(dataDir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process was faster; its cluster is as good.
    if (await versionOf(cluster)) return cluster;
    throw error;
  } finally {
    ownDrafts.delete(name);
  }
  return cluster;
}

export function clusterIn(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/** The password of the owner, where PostgreSQL has to listen on TCP. */
export async function ownerPassword(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres.secret');
  await writeFile(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    () => undefined,
  );
  return readFile(path, 'utf8');
}

export async function versionOf(cluster: string): Promise<string | undefined> {
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  return text.trim() || undefined;
}

async function runInitdb(
  draft: string,
  dataDir: string,
  binaries: Binaries,
  user: PostgresUser | undefined,
): Promise<void> {
  const onSocket = process.platform !== 'win32';
  if (!onSocket) await ownerPassword(dataDir);
  const { code, output } = await run(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${OWNER}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      // A new segment is filled with zeros while everyone waits: small ones do not stop the log for 60 ms.
      '--wal-segsize=2',
      // The socket's directory lets in nobody but its owner.
      '--auth-local=trust',
      '--auth-host=scram-sha-256',
      ...(onSocket ? [] : [`--pwfile=${join(dataDir, 'postgres.secret')}`]),
    ],
    user,
  );
  if (code !== 0) {
    // Containers are often run under a number of their own.
    const remedy = output.includes('user does not exist')
      ? '\nGive this user a name in /etc/passwd, run as root or another user, or set DATABASE_URL.'
      : '';
    throw new PostgresProblem(
      'INIT_FAILED',
      `PostgreSQL could not set up ${dataDir}:\n${output.trim()}${remedy}`,
    );
  }
}

async function run(
  program: string,
  args: string[],
  user: PostgresUser | undefined,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...user,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) =>
      reject(new PostgresProblem('INIT_FAILED', `${program} cannot be run: ${error.message}`, error)),
    );
    child.on('close', (code) => resolve({ code, output }));
  });
}

async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = Number(UNFINISHED.exec(name)?.[1] ?? 0);
    // Our own number may have been another process's before the machine or container was restarted.
    const abandoned = pid === process.pid ? !ownDrafts.has(name) : pid > 0 && !isAlive(pid);
    if (abandoned) {
      await rm(join(dataDir, name), { recursive: true, force: true });
    }
  }
}

async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  await directory.sync();
  await directory.close();
}
