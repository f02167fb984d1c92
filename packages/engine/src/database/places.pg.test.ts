import { newId } from '@atrium/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { type DedicatedPlaces, dedicatedPlaces } from '../testing/dedicated-places.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { tenantTables } from '../testing/tenant-tables.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';
import { type Database, type DatabaseOptions, openDatabase } from './open-database.ts';
import { inDatabase } from './place-connection.ts';
import { type Placement, parsePlacement } from './placement.ts';

let test: TestDatabase;
let places: DedicatedPlaces;
let one: Placement;
let two: Placement;
/** Tenants that live in the main database, at `one` (both), and at `two`. */
let tenants: { shared: string; one: string; neighbour: string; two: string };
const opened: Database[] = [];

const insert = 'INSERT INTO counters (tenant_id, name, value) VALUES ($1, $2, 7)';

beforeAll(async () => {
  test = await testDatabase();
  places = dedicatedPlaces(test.postgres);
  one = places.next();
  two = places.next();
  const made = [];
  for (const place of ['shared', one, one, two] as const) {
    const id = await test.createTenant();
    await test.database.withTenant(id, (tx) => tx.query(insert, [id, place]));
    if (place !== 'shared') await test.database.moveTenant(id, place);
    made.push(id);
  }
  const [shared = '', first = '', neighbour = '', last = ''] = made;
  tenants = { shared, one: first, neighbour, two: last };
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});
afterAll(async () => {
  await test?.close();
  await places?.close();
});

/** Another process on the same databases. */
async function node(options: DatabaseOptions = {}): Promise<Database> {
  const database = await openDatabase(test.postgres, options);
  opened.push(database);
  return database;
}

async function names(database: Database, tenantId: string): Promise<string[]> {
  const { rows } = await database.withTenant(tenantId, (tx) =>
    tx.query<{ name: string }>('SELECT name FROM counters ORDER BY name'),
  );
  return rows.map(({ name }) => name);
}

/** Lets nobody into a place any more, or lets them in again. */
function setOpen(placement: Placement, open: boolean): Promise<void> {
  const name = placement.slice('database:'.length);
  return places.look('shared', async (owner) => {
    await owner.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${open}`);
    if (open) return;
    await owner.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
      name,
    ]);
  });
}

describe('places of tenants', () => {
  it('[DB26] a tenant is found where the directory says, by transactions, sessions and heads', async () => {
    const database = await node();
    expect(await database.placementOf(tenants.one)).toBe(one);
    expect(await names(database, tenants.shared)).toEqual(['shared']);
    expect(await names(database, tenants.one)).toEqual([one]);
    expect(await names(database, tenants.two)).toEqual([two]);
    const session = await database.acquire(tenants.two);
    expect((await session.begin('SELECT name FROM counters'))[0]?.rows).toEqual([{ name: two }]);
    await session.commit();
    session.release();
    const all = Object.values(tenants);
    expect(await database.heads(all)).toEqual(new Map(all.map((id) => [id, 0])));
    expect(await database.heads(all, { openOnly: true })).toEqual(new Map(all.map((id) => [id, 0])));
    expect(await (await node()).heads(all, { openOnly: true })).toEqual(new Map([[tenants.shared, 0]]));
  });

  it('[DB26] in a dedicated database tenants are as apart as in the main one', async () => {
    const connection = inDatabase(test.postgres.connection, one.slice('database:'.length));
    const there = await openDatabase({ ...test.postgres, connection });
    opened.push(there);
    const found = await tenantTables(there);
    const main = await tenantTables(test.database);
    expect(found).toEqual({ tables: main.tables, open: [] });
    const seen = await test.database.withTenant(tenants.one, (tx) =>
      tx.query('SELECT tenant_id FROM counters'),
    );
    expect(seen.rows).toEqual([{ tenant_id: tenants.one }]);
    const crossing = test.database.withTenant(tenants.one, (tx) =>
      tx.query(insert, [tenants.neighbour, 'mine now']),
    );
    await expect(crossing).rejects.toThrow(/row-level security/);
    const role = await test.database.withTenant(tenants.one, (tx) => tx.query('SELECT current_user AS role'));
    expect(role.rows).toEqual([{ role: 'atrium_app' }]);
  });

  it('[DB26] asked at the wrong place a tenant is empty, and control rows are in none but the main one', async () => {
    const counted = async (placement: Placement, table: string, tenantId: string) =>
      places.look(placement, async (owner) => {
        const found = await owner.query(`SELECT FROM ${table} WHERE tenant_id = $1`, [tenantId]);
        return found.rowCount;
      });
    expect(await counted('shared', 'counters', tenants.one)).toBe(0);
    expect(await counted(two, 'counters', tenants.one)).toBe(0);
    const member = 'INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, $2, $3)';
    await test.database.controlOf(tenants.one, (tx) => tx.query(member, [tenants.one, 'ada', newId()]));
    expect(await counted('shared', 'memberships', tenants.one)).toBe(1);
    expect(await counted(one, 'memberships', tenants.one)).toBe(0);
  });

  it('[DB26] a place of its own that holds nothing of a tenant does not pass for an empty workspace', async () => {
    const tenantId = await test.createTenant();
    await test.database.control((tx) =>
      tx.query('UPDATE tenant_directory SET placement = $2 WHERE id = $1', [tenantId, one]),
    );
    const database = await node();
    const session = await database.acquire(tenantId);
    await expect(session.begin()).rejects.toBeInstanceOf(DatabaseUnavailable);
    session.release();
    await expect(names(database, tenantId)).rejects.toThrow(/holds nothing of this workspace/);
    expect(await database.heads([tenantId])).toEqual(new Map());
    await expect(database.moveTenant(tenantId, 'shared')).rejects.toMatchObject({ code: 'TARGET_IN_USE' });
    await test.database.control((tx) =>
      tx.query("UPDATE tenant_directory SET placement = 'shared' WHERE id = $1", [tenantId]),
    );
  });

  it('[DB27] a place is opened once, however many ask for it at the same time', async () => {
    const openings: Placement[] = [];
    const database = await node({ onPlaceOpened: (placement) => openings.push(placement) });
    expect(openings).toEqual([]);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => names(database, n % 2 ? tenants.one : tenants.neighbour)),
    );
    expect(openings).toEqual([one]);
  });

  it('[DB27] one that is down is unavailable, touches no other, and is back when it answers', async () => {
    const fresh = await node();
    const used = await node();
    await names(used, tenants.two);
    await setOpen(two, false);
    for (const database of [fresh, used]) {
      for (let n = 0; n < 3; n += 1) {
        await expect(names(database, tenants.two)).rejects.toBeInstanceOf(DatabaseUnavailable);
      }
      expect(await names(database, tenants.shared)).toEqual(['shared']);
      expect(await names(database, tenants.one)).toEqual([one]);
      expect([...(await database.heads(Object.values(tenants))).keys()]).not.toContain(tenants.two);
      const health = new Map((await database.places()).map((place) => [place.placement, place]));
      expect(health.get('shared')).toMatchObject({ ok: true });
      expect(health.get(one)).toMatchObject({ tenants: 2, ok: true });
      const detail = expect.stringContaining('not currently accepting connections');
      expect(health.get(two)).toMatchObject({ tenants: 1, ok: false, detail });
    }
    await setOpen(two, true);
    for (const database of [fresh, used]) {
      await expect
        .poll(() => names(database, tenants.two).catch(() => []), { timeout: 10_000 })
        .toEqual([two]);
    }
  });

  it('[DB28] connections are bounded: the place that was used longest ago makes room', async () => {
    const openings: Placement[] = [];
    const database = await node({
      maxDedicatedConnections: 6,
      onPlaceOpened: (placement) => openings.push(placement),
    });
    for (const id of [tenants.one, tenants.two, tenants.neighbour]) await names(database, id);
    expect(openings).toEqual([one, two, one]);
    // At once, too: they take turns.
    const all = Array.from({ length: 6 }, (_, n) => names(database, n % 2 ? tenants.one : tenants.two));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 6 }, (_, n) => [n % 2 ? one : two]));
  });

  it('[DB28] a place that nobody uses is closed', async () => {
    const three = places.next();
    const tenantId = await test.createTenant();
    const mover = await node();
    await mover.moveTenant(tenantId, three);
    await mover.close();
    const openings: Placement[] = [];
    const database = await node({ idlePlaceMs: 50, onPlaceOpened: (placement) => openings.push(placement) });
    await names(database, tenantId);
    await expect.poll(() => places.connections(three)).toBe(0);
    await names(database, tenantId);
    expect(openings).toEqual([three, three]);
  });

  it('[DB28] closing ends what does not end by itself', async () => {
    const database = await openDatabase(test.postgres, { closeMs: 20 });
    const stuck = [tenants.shared, tenants.one].map((id) =>
      database.withTenant(id, (tx) => tx.query('SELECT pg_sleep(3600)')),
    );
    const ended = Promise.all(stuck.map((work) => expect(work).rejects.toBeInstanceOf(DatabaseUnavailable)));
    await expect.poll(() => places.connections(one)).toBeGreaterThan(0);
    await database.close();
    await ended;
  });

  it('[DB29] an address is known by its name only, and its password is told nowhere', async () => {
    for (const text of [
      'postgres://a:secret@host/db',
      'url:',
      'database:A',
      'database:a"b',
      'database:postgres',
    ]) {
      expect(parsePlacement(text)).toBeUndefined();
    }
    const databases = { eu: 'postgres://me:secret@127.0.0.1:1/mine' };
    const tenantId = await test.createTenant();
    for (const [name, why] of [
      ['eu', /url:eu \(127\.0\.0\.1:1\/mine\) does not answer/],
      ['us', /no address is set for url:us/],
    ] as const) {
      await test.database.control((tx) =>
        tx.query('UPDATE tenant_directory SET placement = $2 WHERE id = $1', [tenantId, `url:${name}`]),
      );
      const database = await node({ databases });
      const asked = names(database, tenantId);
      await expect(asked).rejects.toThrow(why);
      await expect(asked).rejects.not.toThrow(/secret/);
      expect(JSON.stringify(await database.places())).not.toContain('secret');
    }
    await test.database.control((tx) =>
      tx.query("UPDATE tenant_directory SET placement = 'shared' WHERE id = $1", [tenantId]),
    );
  });

  it('[DB30] consumers, followers and the check of the log work in every place', async () => {
    const database = await node();
    const engine = createEngine({
      database,
      registry: notes,
      limits: { consumerPollMs: 30, headPollMs: 20 },
    });
    const handled: string[] = [];
    engine.consumers.register({
      name: `watch-${newId()}`,
      async handle(tx, events, tenantId) {
        // In the very database that the events are in.
        await tx.query(
          `INSERT INTO counters (tenant_id, name, value) VALUES ($1, 'handled', $2)
           ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + excluded.value`,
          [tenantId, events.length],
        );
        handled.push(tenantId);
      },
    });
    engine.consumers.run();
    const other = createEngine({ database: await node(), registry: notes });
    const followed = new Map<string, number>();
    for (const id of [tenants.shared, tenants.one, tenants.two]) {
      engine.follow(id, 0, ({ events }) => {
        followed.set(id, (followed.get(id) ?? 0) + events.length);
      });
      for (let n = 0; n < 3; n += 1) {
        expect(
          await other.submit(id, SYSTEM, noteCommand('create', newId(), { title: `${n}` })),
        ).toMatchObject({
          kind: 'committed',
        });
      }
    }
    await expect.poll(() => [...followed.values()]).toEqual([3, 3, 3]);
    await expect.poll(() => new Set(handled).size).toBe(3);
    for (const id of [tenants.shared, tenants.one, tenants.two]) {
      expect(await engine.verify(id)).toEqual({ ok: true, events: 3, head: 3 });
      expect((await database.capabilitiesOf(id)).trigrams).toBe(true);
    }
    await engine.close();
    await other.close();
  });

  it('[DB30] a consumer that gets no answer at one place goes on at the others', async () => {
    const engine = createEngine({ database: await node(), registry: notes });
    const all = [tenants.two, tenants.shared, tenants.one];
    let answer = () => {};
    const silence = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const handled: string[] = [];
    engine.consumers.register({
      name: `slow-${newId()}`,
      async handle(_tx, _events, tenantId) {
        if (tenantId === tenants.two) await silence;
        handled.push(tenantId);
      },
    });
    engine.consumers.run();
    for (const id of all) await engine.submit(id, SYSTEM, noteCommand('create', newId()));
    await expect
      .poll(() => [...handled].sort(), { timeout: 10_000 })
      .toEqual([tenants.shared, tenants.one].sort());
    answer();
    await expect.poll(() => handled).toContain(tenants.two);
    await engine.close();
  });
});
