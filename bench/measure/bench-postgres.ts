import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgres, type PostgresHandle } from '@atrium/engine';
import { scratchFolder } from './scratch-folder.ts';

/** As the built-in PostgreSQL is set, so that only its version differs. */
const SETTINGS = {
  listen_addresses: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
};
const OWNER = 'atrium';
const START_MS = 20_000;

export interface BenchPostgres {
  readonly postgres: PostgresHandle;
  close(): Promise<void>;
}

/**
 * A PostgreSQL with an empty database for one run: the built-in one, or, with a folder of programs (`initdb`,
 * `postgres`), a cluster that these make.
 */
export async function benchPostgres(programs?: string): Promise<BenchPostgres> {
  const folder = await scratchFolder();
  if (programs === undefined) {
    const postgres = await openPostgres({ dataDir: folder.path, role: 'tool' });
    return {
      postgres,
      async close() {
        await postgres.close();
        await folder.remove();
      },
    };
  }
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
  const data = join(folder.path, 'cluster');
  await mkdir(data, { mode: 0o700 });
  if (user) await chown(data, user.uid, user.gid);
  const start = (name: string, args: readonly string[]) =>
    spawn(join(programs, name), args, { ...user, cwd: '/', stdio: 'ignore', env: { PATH: '', LC_ALL: 'C' } });
  const made = start('initdb', [`-D${data}`, `-U${OWNER}`, '-EUTF8', '--locale=C', '-k', '--auth=trust']);
  const [code] = await once(made, 'exit');
  if (code !== 0) throw new Error(`initdb in ${programs} failed (${code}).`);
  const settings = { ...SETTINGS, unix_socket_directories: data };
  const server = start('postgres', [
    `-D${data}`,
    ...Object.entries(settings).map(([name, value]) => `-c${name}=${value}`),
  ]);
  return {
    postgres: await answering(server, data),
    async close() {
      const gone = once(server, 'exit');
      server.kill('SIGINT');
      await gone;
      await folder.remove();
    },
  };
}

async function answering(server: ChildProcess, data: string): Promise<PostgresHandle> {
  const databaseUrl = `postgres://${OWNER}@/postgres?host=${encodeURIComponent(data)}`;
  for (const deadline = performance.now() + START_MS; ; await pause(50)) {
    try {
      return await openPostgres({ dataDir: data, databaseUrl, role: 'tool' });
    } catch (error) {
      if (performance.now() > deadline || server.exitCode !== null) throw error;
    }
  }
}
