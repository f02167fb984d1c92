import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from '../postgres/binaries.ts';
import { makeCluster, OWNER } from '../postgres/make-cluster.ts';
import { postgresUser } from '../postgres/postgres-user.ts';
import { startPostmaster } from '../postgres/postmaster.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A PostgreSQL beside all servers, as an operator runs one, durable, and for a test to break. */
export interface RestartableCluster {
  /** For `DATABASE_URL`. */
  readonly url: string;
  /** Ends one session's process without a word: PostgreSQL throws out all others and recovers. False: there is none. */
  killBackend(): Promise<boolean>;
  /** Ends it without a checkpoint or a goodbye, and starts it again. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

const DATABASE = 'atrium_test';

/** From the binaries that Atrium brings. */
export async function restartableCluster(): Promise<RestartableCluster> {
  const directory = await temporaryDirectory();
  const dataDir = directory.path;
  const binaries = await findBinaries();
  const user = await postgresUser(join(dataDir, 'postgres'));
  const cluster = await makeCluster(dataDir, binaries, user);
  const socketDir = join(dataDir, 'socket');
  await mkdir(socketDir, { mode: 0o700 });
  if (user) await chown(socketDir, user.uid, user.gid);
  const options = { dataDir, cluster, socketDir, tcpPort: undefined, binaries, user, durable: true };
  let child: ChildProcess;

  const administer = async <Row extends pg.QueryResultRow>(sql: string, database = 'postgres') => {
    const admin = new pg.Client({ host: socketDir, user: OWNER, database });
    // The session may be the one that is ended.
    admin.on('error', () => undefined);
    try {
      await admin.connect();
      return (await admin.query<Row>(sql)).rows;
    } finally {
      await admin.end().catch(() => undefined);
    }
  };
  const start = async () => {
    child = await startPostmaster(options);
    for (let tries = 0; ; tries += 1) {
      try {
        await administer('SELECT 1');
        return;
      } catch (error) {
        if (tries > 400) throw error;
        await pause(25);
      }
    }
  };
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  await administer(`CREATE DATABASE ${DATABASE}`);
  return {
    url: `postgres://${OWNER}@/${DATABASE}?host=${encodeURIComponent(socketDir)}`,
    async killBackend() {
      const backends = await administer<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = '${DATABASE}' AND backend_type = 'client backend' LIMIT 1`,
      ).catch(() => []);
      const [backend] = backends;
      if (backend) process.kill(backend.pid, 'SIGKILL');
      return backend !== undefined;
    },
    async crash() {
      await stop('SIGQUIT');
      await start();
    },
    async close() {
      await stop('SIGQUIT');
      await directory.remove();
    },
  };
}
