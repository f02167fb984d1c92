import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import { type ExternalCluster, externalCluster, hasExternalPostgres } from '../testing/external-cluster.ts';
import { restartableCluster } from '../testing/restartable-cluster.ts';
import { createTenant } from '../testing/test-database.ts';
import { openPostgres } from './open-postgres.ts';
import { PostgresProblem } from './postgres-problem.ts';

describe.runIf(hasExternalPostgres)('a PostgreSQL of your own, version 15', () => {
  let cluster: ExternalCluster;
  let url: string;

  beforeAll(async () => {
    cluster = await externalCluster(['theirs']);
    url = cluster.url('tenant_owner', 'theirs');
  });
  afterAll(async () => {
    await cluster?.close();
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

describe('a PostgreSQL of your own that recovers', () => {
  it('[DB8] is waited for', async () => {
    const cluster = await restartableCluster();
    const session = new pg.Client(cluster.url);
    session.on('error', () => undefined);
    try {
      await session.connect();
      expect(await cluster.killBackend()).toBe(true);
      const handle = await openPostgres({ dataDir: '/nowhere', databaseUrl: cluster.url, role: 'server' });
      expect(handle.description).toMatch(/^PostgreSQL 18/);
      await handle.close();
    } finally {
      await session.end().catch(() => undefined);
      await cluster.close();
    }
  });
});
