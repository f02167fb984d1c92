import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { open, readFile, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import { versionOf } from './make-cluster.ts';
import { PostgresProblem } from './postgres-problem.ts';
import type { PostgresUser } from './postgres-user.ts';
import { removeStaleLocks, runningPostmaster } from './postmaster-file.ts';
import { makeSocketDir } from './socket-dir.ts';

export interface PostmasterOptions {
  readonly dataDir: string;
  readonly cluster: string;
  readonly socketDir: string;
  /** Only where there are no Unix sockets. */
  readonly tcpPort: number | undefined;
  readonly binaries: Binaries;
  readonly user: PostgresUser | undefined;
  /** False gives up crash safety for speed; for throw-away test clusters only. */
  readonly durable: boolean;
}

const LARGEST_LOG = 10_000_000;

/** Starts PostgreSQL as a process that outlives us, so that our own sudden end never cuts its work short. */
export async function startPostmaster(options: PostmasterOptions): Promise<ChildProcess> {
  await assertSameVersion(options);
  await removeStaleLocks(options.cluster, options.socketDir);
  if (!options.tcpPort) await makeSocketDir(options.socketDir, options.user);
  const log = await openLog(options);
  try {
    const child = spawn(options.binaries.postgres, postmasterArguments(options), {
      ...options.user,
      cwd: '/',
      // A session of its own: Ctrl-C in our terminal stops us, and we stop it.
      detached: true,
      // A file, not a pipe: a pipe would break when we die first.
      stdio: ['ignore', log.fd, log.fd],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) =>
        reject(new PostgresProblem('START_FAILED', `PostgreSQL cannot be run: ${error.message}`, error)),
      );
    });
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Asks PostgreSQL to end all sessions, write everything down and stop; waits until it has. */
export async function stopPostmaster(options: PostmasterOptions): Promise<void> {
  const running = await runningPostmaster(options.cluster);
  if (!running) return;
  if (process.platform === 'win32') {
    await promisify(execFile)(options.binaries.pgCtl, ['stop', '-D', options.cluster, '-m', 'fast']);
    return;
  }
  process.kill(running.pid, 'SIGINT');
  while ((await runningPostmaster(options.cluster))?.pid === running.pid) await pause(20);
  // Left empty by PostgreSQL; the next start makes it again.
  if (!options.socketDir.startsWith(options.dataDir)) await rmdir(options.socketDir).catch(() => undefined);
}

export async function logTail(dataDir: string): Promise<string> {
  const text = await readFile(logIn(dataDir), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-8).join('\n');
}

function postmasterArguments({ cluster, socketDir, tcpPort, durable }: PostmasterOptions): string[] {
  const settings = {
    listen_addresses: tcpPort ? '127.0.0.1' : '',
    unix_socket_directories: tcpPort ? '' : socketDir,
    unix_socket_permissions: '0700',
    port: tcpPort ?? 5432,
    max_connections: 100,
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    shared_buffers: durable ? '256MB' : '64MB',
    max_wal_size: '2GB',
    // Segments are used again rather than made anew.
    min_wal_size: '256MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function assertSameVersion({ cluster, binaries, dataDir }: PostmasterOptions): Promise<void> {
  const made = await versionOf(cluster);
  const { stdout } = await promisify(execFile)(binaries.postgres, ['--version']);
  const ours = /(\d+)(\.|devel|beta|rc)/.exec(stdout)?.[1];
  if (made && ours && made !== ours) {
    throw new PostgresProblem(
      'WRONG_VERSION',
      `The data in ${dataDir} was made by PostgreSQL ${made}, and this Atrium brings ${ours}. Move it with pg_upgrade or a dump, ` +
        'or start the Atrium version that made it.',
    );
  }
}

async function openLog({ dataDir, user }: PostmasterOptions) {
  const path = logIn(dataDir);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(path, `${path}.old`);
  const log = await open(path, 'a', 0o600);
  if (user) await log.chown(user.uid, user.gid);
  return log;
}

function logIn(dataDir: string): string {
  return join(dataDir, 'postgres.log');
}
