import { newId } from '@atrium/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantTables } from '../testing/tenant-tables.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { Tx } from './tx.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(async () => {
  await test?.close();
});

describe('tenancy', () => {
  it('[DB10] every table with a tenant_id has row security enabled and forced, and a policy', async () => {
    const { tables, open } = await tenantTables(test.database);
    expect(tables.length).toBeGreaterThan(7);
    expect(open).toEqual([]);
  });

  it('[DB9] connections work as a role without power', async () => {
    const { rows } = await test.database.control((tx) =>
      tx.query(
        `SELECT current_user AS role, rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole AS power,
                (SELECT count(*) FROM pg_class WHERE relowner = r.oid) AS owned
         FROM pg_roles r WHERE rolname = current_user`,
      ),
    );
    expect(rows).toEqual([{ role: 'atrium_app', power: false, owned: 0 }]);
  });

  it('[DB10] the walk over the catalogue finds a table that was forgotten', async () => {
    const owner = new pg.Client(test.postgres.connection);
    await owner.connect();
    await owner.query('CREATE TABLE forgotten (id uuid PRIMARY KEY, tenant_id uuid)');
    await owner.query(
      'CREATE TABLE unforced (tenant_id uuid PRIMARY KEY); ALTER TABLE unforced ENABLE ROW LEVEL SECURITY',
    );
    const { open } = await tenantTables(test.database);
    await owner.query('DROP TABLE forgotten, unforced');
    await owner.end();
    expect(open).toEqual([
      'forgotten: row security is not enabled, not forced, without a policy; tenant_id is not first in the primary key',
      'unforced: row security is not forced, without a policy',
    ]);
  });

  it('[DB11] a tenant neither sees nor writes what belongs to another', async () => {
    const [ours, theirs] = [await test.createTenant(), await test.createTenant()];
    await test.database.withTenant(theirs, (tx) =>
      tx.query("INSERT INTO counters (tenant_id, name, value) VALUES ($1, 'n', 7)", [theirs]),
    );
    const seen = await test.database.withTenant(ours, (tx) => tx.query('SELECT * FROM counters'));
    expect(seen.rows).toEqual([]);
    const changed = await test.database.withTenant(ours, (tx) => tx.query('UPDATE counters SET value = 0'));
    expect(changed.rowCount).toBe(0);
    await expect(
      test.database.withTenant(ours, (tx) =>
        tx.query("INSERT INTO counters (tenant_id, name) VALUES ($1, 'm')", [theirs]),
      ),
    ).rejects.toThrow(/row-level security/);
    const kept = await test.database.withTenant(theirs, (tx) => tx.query('SELECT value FROM counters'));
    expect(kept.rows).toEqual([{ value: 7 }]);
  });

  it('[DB11] without a tenant no tenant row is seen', async () => {
    const tenant = await test.createTenant();
    await test.database.withTenant(tenant, (tx) =>
      tx.query("INSERT INTO counters (tenant_id, name) VALUES ($1, 'n')", [tenant]),
    );
    // A pooled connection that worked for a tenant before keeps nothing of it.
    const rows = await test.database.control((tx) => tx.query('SELECT * FROM counters'));
    expect(rows.rows).toEqual([]);
    const heads = await test.database.withUser('someone', (tx) => tx.query('SELECT * FROM tenants'));
    expect(heads.rows).toEqual([]);
  });

  it('[DB12] a user sees own memberships in every tenant, and cannot join one alone', async () => {
    const tenant = await test.createTenant();
    const person = newId();
    await test.database.controlOf(tenant, (tx) =>
      tx.query('INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, $2, $3), ($1, $4, $5)', [
        tenant,
        'ada',
        person,
        'bob',
        newId(),
      ]),
    );
    const mine = await test.database.withUser('ada', (tx) => tx.query('SELECT * FROM memberships'));
    expect(mine.rows).toMatchObject([{ user_id: 'ada', person_id: person }]);
    await expect(
      test.database.withUser('eve', (tx) =>
        tx.query("INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, 'eve', $2)", [
          tenant,
          newId(),
        ]),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it('[DB25] memberships are seen by whoever asks for control rows of that tenant, and by nothing else', async () => {
    const [tenant, other] = [await test.createTenant(), await test.createTenant()];
    const insert = 'INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, $2, $3)';
    await test.database.controlOf(tenant, (tx) => tx.query(insert, [tenant, 'ada', newId()]));
    const seen = async (work: Promise<{ rowCount: number }>) => (await work).rowCount;
    const all = (tx: Tx) => tx.query('SELECT * FROM memberships');
    expect(await seen(test.database.controlOf(tenant, all))).toBe(1);
    expect(await seen(test.database.controlOf(other, all))).toBe(0);
    expect(await seen(test.database.withTenant(tenant, all))).toBe(0);
    expect(await seen(test.database.controlOf(tenant, (tx) => tx.query('SELECT * FROM tenants')))).toBe(0);
    const stranger = test.database.controlOf(other, (tx) => tx.query(insert, [tenant, 'eve', newId()]));
    await expect(stranger).rejects.toThrow(/row-level security/);
    const within = test.database.withTenant(tenant, (tx) => tx.query(insert, [tenant, 'eve', newId()]));
    await expect(within).rejects.toThrow(/row-level security/);
  });

  it('[DB13] the log is only appended to', async () => {
    const tenant = await test.createTenant();
    for (const sql of ['DELETE FROM events', "UPDATE events SET patch = '{}'", 'DELETE FROM receipts']) {
      await expect(test.database.withTenant(tenant, (tx) => tx.query(sql))).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  it('[DB14] heads answers only for the tenants asked for', async () => {
    const [one, two, three] = [
      await test.createTenant(),
      await test.createTenant(),
      await test.createTenant(),
    ];
    await test.database.withTenant(two, (tx) => tx.query('UPDATE tenants SET head = 5'));
    expect(await test.database.heads([one, two])).toEqual(
      new Map([
        [one, 0],
        [two, 5],
      ]),
    );
    expect((await test.database.heads([three])).size).toBe(1);
  });

  it('[DB15] an id that is not a uuid never reaches the database', async () => {
    const evil = "x', true); DROP TABLE events; --";
    await expect(async () => test.database.withTenant(evil, async () => 0)).rejects.toThrow(TypeError);
    await expect(test.database.acquire(evil)).rejects.toThrow(TypeError);
    await expect(test.database.heads([evil])).rejects.toThrow(TypeError);
  });

  it('[DB16] instants, dates and large integers come back as the model holds them', async () => {
    const { rows } = await test.database.control((tx) =>
      tx.query(
        `SELECT '2026-01-31T12:00:00.5Z'::timestamptz AS a, '2026-01-31 12:00:00+02'::timestamptz AS b,
                '2026-01-31'::date AS c, 9007199254740991::int8 AS d, '2026-01-31T12:00:00.123456Z'::timestamptz AS e`,
      ),
    );
    expect(rows[0]).toEqual({
      a: '2026-01-31T12:00:00.500Z',
      b: '2026-01-31T10:00:00.000Z',
      c: '2026-01-31',
      d: 9007199254740991,
      e: '2026-01-31T12:00:00.123Z',
    });
  });
});
