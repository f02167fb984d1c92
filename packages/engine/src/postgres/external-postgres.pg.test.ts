import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { createTenant } from '../testing/test-database.ts';
import { openPostgres } from './open-postgres.ts';
import { PostgresProblem } from './postgres-problem.ts';

// Debian's package of the oldest version that we support.
const binaries = '/usr/lib/postgresql/15/bin';
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

describe.runIf(existsSync(binaries))('a PostgreSQL of your own, version 15', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let stop: () => Promise<void>;
  let url: string;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const cluster = join(directory.path, 'cluster');
    await mkdir(cluster, { mode: 0o700 });
    if (user.uid) await chown(cluster, user.uid, user.gid);
    await promisify(execFile)(
      `${binaries}/initdb`,
      ['-D', cluster, '-U', 'root_of_it', '-A', 'trust', '-N'],
      user,
    );
    const child = spawn(
      `${binaries}/postgres`,
      [
        '-D',
        cluster,
        '-c',
        'listen_addresses=',
        '-c',
        `unix_socket_directories=${cluster}`,
        '-c',
        'fsync=off',
      ],
      { ...user, stdio: 'ignore' },
    );
    stop = async () => {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      await directory.remove();
    };
    const at = (login: string, database: string) =>
      `postgres://${login}@/${database}?host=${encodeURIComponent(cluster)}`;
    // An owner who is no superuser, as a hosted PostgreSQL gives you.
    for (;;) {
      const admin = new pg.Client(at('root_of_it', 'postgres'));
      try {
        await admin.connect();
        await admin.query('CREATE ROLE tenant_owner LOGIN CREATEROLE');
        await admin.query('CREATE DATABASE theirs OWNER tenant_owner');
        await admin.end();
        break;
      } catch {
        await pause(50);
      }
    }
    url = at('tenant_owner', 'theirs');
  });
  afterAll(async () => {
    await stop?.();
  });

  it('[DB8] is migrated and used by several servers at once, with an owner who is no superuser', async () => {
    const options = { dataDir: '/nowhere', databaseUrl: url, role: 'server' } as const;
    const handles = await Promise.all([openPostgres(options), openPostgres(options)]);
    expect(handles[0].description).toMatch(/^PostgreSQL 15\.\d+ at /);
    const databases: Database[] = await Promise.all(handles.map((handle) => openDatabase(handle)));
    const [one, two] = databases;
    if (!one || !two) throw new Error('Two were opened.');
    const [mine, other] = [await createTenant(one), await createTenant(one)];
    const seen = await two.withTenant(mine, (tx) => tx.query('SELECT tenant_id FROM tenants'));
    expect(seen.rows).toEqual([{ tenant_id: mine }]);
    expect(await two.heads([other])).toEqual(new Map([[other, 0]]));
    expect(two.capabilities).toMatchObject({ trigrams: true, indexedExpressions: false });
    await Promise.all(databases.map((database) => database.close()));
    await Promise.all(handles.map((handle) => handle.close()));
  });

  it('[DB8] whose owner reads nothing across tenants either', async () => {
    const owner = new pg.Client(url);
    await owner.connect();
    expect((await owner.query('SELECT * FROM tenants')).rows).toEqual([]);
    await owner.end();
  });

  it('[DB8] settings in the address do not loosen the role', async () => {
    const loose = `${url}&options=${encodeURIComponent('-c role=tenant_owner -c statement_timeout=1234')}`;
    const handle = await openPostgres({ dataDir: '/nowhere', databaseUrl: loose, role: 'server' });
    const database = await openDatabase(handle);
    const { rows } = await database.control((tx) =>
      tx.query("SELECT current_user AS role, current_setting('statement_timeout') AS timeout"),
    );
    expect(rows).toEqual([{ role: 'atrium_app', timeout: '1234ms' }]);
    await database.close();
    await handle.close();
  });
});

describe('a PostgreSQL of your own that is not there', () => {
  it('[DB8] is reported by address, without the password', async () => {
    const opening = openPostgres({
      dataDir: '/nowhere',
      databaseUrl: 'postgres://me:secret@127.0.0.1:1/mine',
      role: 'server',
    });
    await expect(opening).rejects.toThrow(PostgresProblem);
    await expect(opening).rejects.toThrow(/127\.0\.0\.1:1\/mine\) does not answer/);
    await expect(opening).rejects.not.toThrow(/secret/);
    await expect(opening).rejects.not.toBeInstanceOf(DatabaseUnavailable);
  });
});
