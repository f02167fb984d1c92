import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  watch,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { holdPostgres, type PostgresHolder } from '../testing/postgres-holder.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { createTenant } from '../testing/test-database.ts';
import { DataDirectoryInUse } from './data-directory-in-use.ts';
import { openPostgres } from './open-postgres.ts';
import type { PostgresHandle } from './postgres-handle.ts';
import { readPostmasterFile, runningPostmaster } from './postmaster-file.ts';

const isRoot = process.getuid?.() === 0;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let dataDir: string;
let open: { close(): Promise<void> }[];
let holders: PostgresHolder[];

beforeEach(async () => {
  directory = await temporaryDirectory();
  dataDir = join(directory.path, 'data');
  open = [];
  holders = [];
});

afterEach(async () => {
  for (const holder of holders) await holder.kill();
  for (const one of open.reverse()) await one.close();
  // Whatever a test left running is stopped by the last one who leaves.
  const last = await runningPostmaster(join(dataDir, 'postgres'));
  if (last) process.kill(last.pid, 'SIGKILL');
  await directory.remove();
});

async function start(
  role: 'server' | 'tool' = 'server',
  log?: (line: string) => void,
): Promise<PostgresHandle> {
  const handle = await openPostgres({ dataDir, role, ...(log ? { log } : {}) });
  open.push(handle);
  return handle;
}

async function startDatabase(handle: PostgresHandle): Promise<Database> {
  const database = await openDatabase(handle);
  open.push(database);
  return database;
}

async function hold(role: 'server' | 'tool', uid?: number): Promise<PostgresHolder> {
  const holder = holdPostgres(dataDir, role, uid);
  holders.push(holder);
  return holder;
}

async function ask<Row extends pg.QueryResultRow>(handle: PostgresHandle, sql: string): Promise<Row[]> {
  const client = new pg.Client(handle.connection);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the built-in PostgreSQL', () => {
  it('[DB1] starts on first use, safe against power loss and out of reach of the network', async () => {
    const handle = await start();
    const [row] = await ask(
      handle,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('full_page_writes') AS pages, current_setting('data_checksums') AS checksums,
              current_setting('listen_addresses') AS tcp, current_setting('server_encoding') AS encoding`,
    );
    expect(row).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      checksums: 'on',
      tcp: '',
      encoding: 'UTF8',
    });
    expect(handle.version).toBeGreaterThanOrEqual(180000);
    expect(handle.description).toMatch(/^embedded PostgreSQL 18\.\d+ in /);
    const socket = await stat(handle.connection.host ?? '');
    expect(socket.mode & 0o777).toBe(0o700);
  });

  it('[DB1] keeps its data over a restart, and stops with its last user', async () => {
    const first = await start();
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS n');
    await first.close();
    expect(await readPostmasterFile(join(dataDir, 'postgres'))).toBeUndefined();
    expect(await readdir(dataDir)).not.toContain('server.json');
    expect(await ask(await start(), 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('[DB1] a path too long for a socket is no problem', async () => {
    dataDir = join(directory.path, 'd'.repeat(100), 'data');
    expect(await ask(await start(), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('[DB2] a first start that was cut short leaves nothing half-made', async () => {
    const abandoned = join(dataDir, 'postgres.init-999999999-dead');
    await mkdir(abandoned, { recursive: true });
    await writeFile(join(abandoned, 'PG_VERSION'), '18\n');
    expect(await ask(await start(), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect((await readdir(dataDir)).filter((name) => name.includes('init'))).toEqual([]);
  });

  it('[DB2] a SIGKILL in the middle of the first start leaves nothing half-made', async () => {
    await mkdir(dataDir);
    const holder = await hold('server');
    for await (const { filename } of watch(dataDir)) if (filename?.includes('init')) break;
    await holder.kill();
    expect(await readdir(dataDir)).not.toContain('postgres');
    expect(await ask(await start(), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('[DB2] a postmaster.pid left by a crash, whose number another program has now, is no obstacle', async () => {
    await (await start()).close();
    const path = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(path, `${process.pid}\n${dataDir}/postgres\n1700000000\n5432\n/nowhere\n\n\nready\n`);
    expect(await ask(await start(), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('[DB3] outlives a SIGKILL of its server with every acknowledged row, and the next server takes it over', async () => {
    const holder = await hold('server');
    expect(await holder.next()).toMatchObject({ ready: true });
    for (const text of ['a', 'b', 'c']) {
      holder.tell(`write ${text}`);
      expect(await holder.next()).toEqual({ wrote: text });
    }
    const before = await runningPostmaster(join(dataDir, 'postgres'));
    await holder.kill();
    const next = await start('server');
    expect((await runningPostmaster(join(dataDir, 'postgres')))?.pid).toBe(before?.pid);
    expect(await ask(next, 'SELECT text FROM kept ORDER BY 1')).toEqual([
      { text: 'a' },
      { text: 'b' },
      { text: 'c' },
    ]);
  });

  it('[DB3] a SIGKILL of both loses nothing acknowledged', async () => {
    const holder = await hold('server');
    await holder.next();
    holder.tell('write kept');
    await holder.next();
    const postmaster = await runningPostmaster(join(dataDir, 'postgres'));
    await holder.kill();
    process.kill(postmaster?.pid ?? 0, 'SIGKILL');
    expect(await ask(await start('server'), 'SELECT text FROM kept')).toEqual([{ text: 'kept' }]);
  });

  it('[DB4] is started again after a SIGKILL of PostgreSQL; meanwhile the database is unavailable, not wrong', async () => {
    let back = () => {};
    const isBack = new Promise<void>((resolve) => {
      back = resolve;
    });
    const handle = await start('server', (line) => line.includes('is back') && back());
    const database = await startDatabase(handle);
    const session = await database.acquire('0197a1b2-0000-7000-8000-000000000001');
    await session.begin();
    const postmaster = await runningPostmaster(join(dataDir, 'postgres'));
    process.kill(postmaster?.pid ?? 0, 'SIGKILL');
    const lost = session.query('SELECT pg_sleep(60)');
    await expect(lost).rejects.toThrow(DatabaseUnavailable);
    expect(session.broken).toBe(true);
    session.release();

    await isBack;
    const { rows } = await database.control((tx) => tx.query('SELECT 1 AS n'));
    expect(rows).toEqual([{ n: 1 }]);
    expect((await runningPostmaster(join(dataDir, 'postgres')))?.pid).not.toBe(postmaster?.pid);
    // The lock was taken again with the new connection.
    await expect(openPostgres({ dataDir, role: 'server' })).rejects.toThrow(DataDirectoryInUse);
  });

  it('[DB4] every row acknowledged between kills is there at the end', async () => {
    let back = () => {};
    const handle = await start('server', (line) => line.includes('is back') && back());
    const database = await startDatabase(handle);
    const tenant = await createTenant(database);
    const acknowledged: string[] = [];
    let unavailable = 0;
    for (let round = 0; round < 3; round += 1) {
      const isBack = new Promise<void>((resolve) => {
        back = resolve;
      });
      let killed = false;
      const writers = [1, 2, 3].map(async (writer) => {
        for (let n = 0; !killed || n < 30; n += 1) {
          const name = `${round}-${writer}-${n}`;
          try {
            await database.withTenant(tenant, (tx) =>
              tx.query('INSERT INTO counters (tenant_id, name) VALUES ($1, $2)', [tenant, name]),
            );
            acknowledged.push(name);
          } catch (error) {
            expect(error).toBeInstanceOf(DatabaseUnavailable);
            unavailable += 1;
          }
          if (n === 20 && writer === 1) {
            process.kill((await runningPostmaster(join(dataDir, 'postgres')))?.pid ?? 0, 'SIGKILL');
            killed = true;
          }
        }
      });
      await Promise.all(writers);
      await isBack;
    }
    const { rows } = await database.withTenant(tenant, (tx) =>
      tx.query<{ name: string }>('SELECT name FROM counters'),
    );
    const kept = new Set(rows.map((row) => row.name));
    expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(60);
    expect(unavailable).toBeGreaterThan(0);
  });

  it('[DB5] a second server is refused by name, and leaves the first one unharmed', async () => {
    const holder = await hold('server');
    await holder.next();
    const refused = openPostgres({ dataDir, role: 'server' });
    await expect(refused).rejects.toThrow(DataDirectoryInUse);
    await expect(refused).rejects.toThrow(new RegExp(`process ${holder.process.pid}, since 20\\d\\d-`));
    holder.tell('write still');
    expect(await holder.next()).toEqual({ wrote: 'still' });
  });

  it('[DB5] a server in another container is noticed though its process numbers mean nothing here', async () => {
    const holder = await hold('server');
    await holder.next();
    // What a second container on the same volume sees: numbers that are nobody's, or somebody else's.
    const locks = [join(dataDir, 'postgres', 'postmaster.pid'), join(dataDir, 'run', '.s.PGSQL.5432.lock')];
    const files = await Promise.all(locks.map((lock) => readFile(lock, 'utf8')));
    for (const [n, lock] of locks.entries()) await writeFile(lock, (files[n] ?? '').replace(/^\d+/, '1'));
    await expect(openPostgres({ dataDir, role: 'server' })).rejects.toThrow(DataDirectoryInUse);
    for (const [n, lock] of locks.entries()) await writeFile(lock, files[n] ?? '');
    holder.tell('write still');
    expect(await holder.next()).toEqual({ wrote: 'still' });
  });

  it('[DB5] the refusal names the port once it is announced', async () => {
    const first = await start('server');
    await first.announce(8080);
    await expect(openPostgres({ dataDir, role: 'server' })).rejects.toThrow(/on port 8080/);
    expect(JSON.parse(await readFile(join(dataDir, 'server.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
    });
  });

  it('[DB5] of servers started at once on a new directory exactly one wins', async () => {
    const started = await Promise.allSettled([1, 2].map(() => openPostgres({ dataDir, role: 'server' })));
    const won = started.filter((one) => one.status === 'fulfilled');
    for (const one of won) open.push(one.value);
    expect(won.length).toBe(1);
    for (const one of started) {
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DataDirectoryInUse);
    }
  });

  it('[DB6] a tool works beside a running server and leaves it running', async () => {
    const server = await start('server');
    const tool = await start('tool');
    await ask(tool, 'CREATE TABLE made_by_tool ()');
    await tool.close();
    expect(await ask(server, "SELECT to_regclass('made_by_tool') IS NOT NULL AS there")).toEqual([
      { there: true },
    ]);
  });

  it('[DB6] a tool alone starts PostgreSQL, and the last to leave stops it', async () => {
    const holder = await hold('tool');
    await holder.next();
    const tool = await start('tool');
    holder.tell('close');
    expect(await holder.next()).toEqual({ closed: true });
    expect(await ask(tool, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await tool.close();
    expect(await runningPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('[DB6] tools that come and go at once never meet a PostgreSQL that is being stopped', async () => {
    const visitors = [1, 2, 3].map(async (visitor) => {
      for (let visit = 0; visit < 4; visit += 1) {
        const tool = await openPostgres({ dataDir, role: 'tool' });
        expect(await ask(tool, `SELECT ${visitor} AS n`)).toEqual([{ n: visitor }]);
        await tool.close();
      }
    });
    await Promise.all(visitors);
    expect(await runningPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it.runIf(isRoot)('[DB7] started by root it runs as an ordinary user', async () => {
    await start();
    const postmaster = await runningPostmaster(join(dataDir, 'postgres'));
    const status = await readFile(`/proc/${postmaster?.pid}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t65534\t65534/m);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
  });

  it.runIf(isRoot)(
    '[DB7] root is told which directory PostgreSQL may not enter, and what to do',
    async () => {
      const closed = join(directory.path, 'closed');
      await mkdir(join(closed, 'data'), { recursive: true });
      await chmod(closed, 0o700);
      dataDir = join(closed, 'data');
      await expect(openPostgres({ dataDir, role: 'tool' })).rejects.toThrow(`chmod o+x ${closed}`);
    },
  );

  it.runIf(isRoot)('[DB7] started by an ordinary user it runs as that user', async () => {
    const home = await mkdtemp('/tmp/atrium-user-');
    await chown(home, 65534, 65534);
    dataDir = join(home, 'data');
    const holder = await hold('server', 65534);
    expect(await holder.next()).toMatchObject({ ready: true, uid: 65534 });
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(65534);
    holder.tell('close');
    expect(await holder.next()).toEqual({ closed: true });
    await rm(home, { recursive: true });
  });

  it.runIf(isRoot)(
    '[DB7] root serves the data of another user as that user, who can take it over again',
    async () => {
      const home = await mkdtemp('/tmp/atrium-user-');
      await chown(home, 65534, 65534);
      dataDir = join(home, 'data');
      for (const uid of [65534, undefined, 65534]) {
        const holder = await hold('server', uid);
        expect(await holder.next()).toMatchObject({ ready: true });
        holder.tell(`write ${uid}`);
        await holder.next();
        holder.tell('close');
        expect(await holder.next()).toEqual({ closed: true });
      }
      expect((await stat(join(dataDir, 'postgres', 'PG_VERSION'))).uid).toBe(65534);
      await rm(home, { recursive: true });
    },
  );

  it.runIf(isRoot)('[DB7] a user is told whose data it is', async () => {
    const home = await mkdtemp('/tmp/atrium-user-');
    await chown(home, 65534, 65534);
    dataDir = join(home, 'data');
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await chown(dataDir, 65534, 65534);
    const holder = await hold('tool', 65534);
    expect((await holder.next()).message).toMatch(/belongs to the user 0, and Atrium runs as 65534/);
    await rm(home, { recursive: true });
  });
});
