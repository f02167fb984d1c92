import { newId, type TenantId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../../consumers/consumers.ts';
import { createEngine } from '../../create-engine.ts';
import type { Engine } from '../../engine.ts';
import { openExternalPostgres } from '../../postgres/external-postgres.ts';
import { type DedicatedPlaces, dedicatedPlaces } from '../../testing/dedicated-places.ts';
import {
  type ExternalCluster,
  externalCluster,
  hasExternalPostgres,
} from '../../testing/external-cluster.ts';
import { fillTable } from '../../testing/fill-table.ts';
import { writeNotes } from '../../testing/moving-notes.ts';
import { notes } from '../../testing/notes.ts';
import { createTenant, type TestDatabase, testDatabase } from '../../testing/test-database.ts';
import { asDatabaseError, DatabaseUnavailable } from '../database-unavailable.ts';
import { type Database, openDatabase } from '../open-database.ts';
import type { Placement } from '../placement.ts';
import { TenantMoving } from '../tenant-moving.ts';
import type { Tx } from '../tx.ts';
import { MOVE_STEPS, type MoveStep } from './moving.ts';
import { digestQuery } from './row-digest.ts';
import { CONTROL_TABLES, readTenantTables } from './tenant-tables.ts';

let test: TestDatabase;
let places: DedicatedPlaces;
/** A place that most tests share: making one takes longer than moving there. */
let usual: Placement;
/** Two processes on one main database, as far as the data can tell. */
let nodes: { database: Database; engine: Engine }[];

beforeAll(async () => {
  test = await testDatabase();
  places = dedicatedPlaces(test.postgres);
  usual = places.next();
  const second = await openDatabase(test.postgres);
  nodes = [test.database, second].map((database) => ({
    database,
    engine: createEngine({ database, registry: notes, limits: { consumerPollMs: 50, headPollMs: 20 } }),
  }));
  for (const { engine } of nodes) {
    engine.consumers.register(counting);
    engine.consumers.run();
  }
});
afterAll(async () => {
  for (const { engine } of nodes ?? []) await engine.close();
  await nodes?.[1]?.database.close();
  await test?.close();
  await places?.close();
});

/** How many rows a place holds of a tenant, table by table, without those it has none in. */
function rowsAt(placement: Placement, tenantId: TenantId): Promise<Record<string, number>> {
  return places.look(placement, async (owner) => {
    const held: Record<string, number> = {};
    for (const { name } of await readTenantTables(owner)) {
      const { rows } = await owner.query(`SELECT count(*)::int AS n FROM "${name}" WHERE tenant_id = $1`, [
        tenantId,
      ]);
      if (rows[0].n > 0) held[name] = rows[0].n;
    }
    return held;
  });
}

/** Counts events in the database that they are in: what is doubled or lost by it, is seen. */
const counting: Consumer = {
  name: 'count',
  async handle(tx, events, tenantId) {
    await tx.query(
      `INSERT INTO counters (tenant_id, name, value) VALUES ($1, 'consumed', $2)
       ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + excluded.value`,
      [tenantId, events.length],
    );
  },
};

const engines = () => nodes.map(({ engine }) => engine);

/** A promise, and the end of it. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

const count = 'INSERT INTO counters (tenant_id, name, value) VALUES ($1, $2, 7)';
const counters = (tenantId: TenantId) => async (tx: Tx) =>
  (await tx.query<{ name: string }>('SELECT name FROM counters WHERE tenant_id = $1', [tenantId])).rows;

describe('moving a tenant', () => {
  it('[MOVE1] there and back while clients write at two nodes: nothing lost, nothing doubled', async () => {
    const bystander = await writeNotes(engines(), await test.createTenant(), { clients: 1 });
    const writers = await writeNotes(engines(), await test.createTenant());
    const { tenantId } = writers;
    const away = usual;
    const followed: number[] = [];
    const following = nodes[1]?.engine.follow(tenantId, 0, ({ events }) => {
      followed.push(...events.map(({ position }) => position));
    });
    const there = await test.database.moveTenant(tenantId, away);
    expect(there).toMatchObject({ from: 'shared', to: away, outcome: 'moved', kept: false });
    expect(await rowsAt('shared', tenantId)).toEqual({});
    await writers.answered(20);
    const back = await nodes[1]?.database.moveTenant(tenantId, 'shared');
    expect(back).toMatchObject({ from: away, to: 'shared', outcome: 'moved' });
    await Promise.all([writers.stop(), bystander.stop()]);
    await writers.expectWhole();
    await bystander.expectWhole();
    expect(await rowsAt(away, tenantId)).toEqual({});
    await expect.poll(() => followed.length).toBe(writers.answers.size + 5);
    expect(followed).toEqual(followed.map((_, index) => index + 1));
    await following?.stop();
    await nodes[1]?.engine.consumers.caughtUp('count', tenantId);
    const { rows } = await test.database.withTenant(tenantId, (tx) =>
      tx.query("SELECT value FROM counters WHERE name = 'consumed'"),
    );
    expect(rows).toEqual([{ value: writers.answers.size + 5 }]);
  });

  it('[MOVE1] what is changed and removed while it is copied is so at the target', async () => {
    const tenantId = await test.createTenant();
    await test.database.withTenant(tenantId, async (tx) => {
      for (const key of ['goes', 'stays', 'comes back']) {
        const sql = 'INSERT INTO record_keys (tenant_id, key, record_id) VALUES ($1, $2, $3)';
        await tx.query(sql, [tenantId, key, newId()]);
      }
    });
    const record = newId();
    await test.database.moveTenant(tenantId, usual, {
      async onStep(step) {
        if (step !== 'copied' && step !== 'followed') return;
        await test.database.withTenant(tenantId, async (tx) => {
          if (step === 'copied') await tx.query("DELETE FROM record_keys WHERE key <> 'stays'");
          if (step === 'copied') return;
          const sql = "INSERT INTO record_keys (tenant_id, key, record_id) VALUES ($1, 'comes back', $2)";
          await tx.query(sql, [tenantId, record]);
          await tx.query("UPDATE record_keys SET record_id = $1 WHERE key = 'stays'", [record]);
        });
      },
    });
    const { rows } = await test.database.withTenant(tenantId, (tx) =>
      tx.query('SELECT key, record_id FROM record_keys ORDER BY key'),
    );
    expect(rows).toEqual([
      { key: 'comes back', record_id: record },
      { key: 'stays', record_id: record },
    ]);
  });

  it('[MOVE2] every table that has a tenant_id goes along, as the catalogue lists them', async () => {
    const tenantId = await test.createTenant();
    const away = places.next();
    const digests = (placement: Placement) =>
      places.look(placement, async (owner) => {
        const found = new Map<string, unknown>();
        for (const table of await readTenantTables(owner)) {
          found.set(table.name, (await owner.query(digestQuery(table), [tenantId])).rows[0]);
        }
        return found;
      });
    await places.look('shared', async (owner) => {
      // One that did not exist when the move was written.
      await owner.query(
        'CREATE TABLE later (tenant_id uuid, "odd ""name" numeric, note text, PRIMARY KEY (tenant_id, note))',
      );
      for (const { name } of await readTenantTables(owner)) await fillTable(owner, name, tenantId);
    });
    const before = await digests('shared');
    expect([...before.keys()]).toEqual(
      expect.arrayContaining(['events', 'later', 'receipts', 'record_snapshots']),
    );
    for (const held of before.values()) expect(held).toMatchObject({ rows: expect.stringMatching(/^[1-9]/) });
    // The target is of the same version, so it has the table, too.
    await places.look('shared', (owner) =>
      owner.query(`CREATE DATABASE "${away.slice('database:'.length)}"`),
    );
    await test.database.moveTenant(await test.createTenant(), away).catch(() => undefined);
    await places.look(away, (owner) =>
      owner.query(
        'CREATE TABLE later (tenant_id uuid, "odd ""name" numeric, note text, PRIMARY KEY (tenant_id, note))',
      ),
    );
    await places.look('shared', (owner) =>
      owner.query('UPDATE tenants SET head = 1 WHERE tenant_id = $1', [tenantId]),
    );
    const moved = test.database.moveTenant(tenantId, away);
    // What was put into the log by hand has no hash: only the check of the log is against it.
    await expect(moved).rejects.toThrow(/The log does not hold at position 1/);
    await places.look('shared', async (owner) => {
      await owner.query('DELETE FROM events WHERE tenant_id = $1', [tenantId]);
      await owner.query('UPDATE tenants SET head = 0, head_hash = NULL WHERE tenant_id = $1', [tenantId]);
    });
    await test.database.moveTenant(tenantId, away);
    const after = await digests(away);
    before.set('events', after.get('events'));
    expect(after).toEqual(before);
    expect(await rowsAt('shared', tenantId)).toEqual({});
    for (const placement of ['shared', away] as const) {
      await places.look(placement, (owner) => owner.query('DROP TABLE later'));
    }
  });

  it('[MOVE2] a table that cannot go along is refused by name; control tables are those of its policies', async () => {
    await places.look('shared', async (owner) => {
      await owner.query('CREATE TABLE keyless (tenant_id uuid)');
      await expect(readTenantTables(owner)).rejects.toThrow(/keyless has no primary key/);
      await owner.query('DROP TABLE keyless; CREATE TABLE counted (tenant_id uuid PRIMARY KEY, n serial)');
      await expect(readTenantTables(owner)).rejects.toThrow(/counted takes numbers from a sequence/);
      await owner.query('DROP TABLE counted');
      const { rows } = await owner.query(
        "SELECT tablename::text AS name FROM pg_policies WHERE qual LIKE '%app.control_tenant_id%' ORDER BY 1",
      );
      // Invitations are identity's, whose migrations are not in this database.
      expect(['invitations', ...rows.map(({ name }) => name)]).toEqual(CONTROL_TABLES);
    });
  });

  it('[MOVE3] one difference, and nothing is switched', async () => {
    const writers = await writeNotes(engines(), await test.createTenant(), { clients: 1 });
    const { tenantId } = writers;
    const away = places.next();
    await test.database.moveTenant(tenantId, away);
    await test.database.moveTenant(tenantId, 'shared');
    await places.look(away, (owner) =>
      owner.query(`CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN NEW.fields = NEW.fields || '{"title":"bent"}'; RETURN NEW; END $$;
                   CREATE TRIGGER bend BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION bend()`),
    );
    const move = test.database.moveTenant(tenantId, away);
    await expect(move).rejects.toMatchObject({ code: 'CHECK_FAILED' });
    expect(await test.database.placementOf(tenantId)).toBe('shared');
    expect(await rowsAt(away, tenantId)).toEqual({});
    await writers.answered(5);
    await places.look('shared', (owner) =>
      owner.query(`UPDATE events SET name = 'note.else' WHERE tenant_id = $1 AND position = 3`, [tenantId]),
    );
    const broken = test.database.moveTenant(tenantId, usual);
    await expect(broken).rejects.toThrow(/The log does not hold at position 3/);
    await writers.answered(5);
    await writers.stop();
  });

  it('[MOVE4] whoever began to write before the seal is waited for, and goes along', async () => {
    const tenantId = await test.createTenant();
    const [written, mayCommit] = [gate(), gate()];
    const early = test.database.withTenant(tenantId, async (tx) => {
      await tx.query(count, [tenantId, 'early']);
      written.open();
      await mayCommit.passed;
    });
    await written.passed;
    const steps: MoveStep[] = [];
    const move = test.database.moveTenant(tenantId, usual, {
      onStep: (step) => {
        steps.push(step);
        // The seal is asked for next.
        if (step === 'followed') setTimeout(mayCommit.open, 50);
      },
    });
    await Promise.all([early, move]);
    expect(steps).toEqual(MOVE_STEPS);
    expect(await test.database.withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'early' }]);
  });

  it('[MOVE4] a server that knows the old place only finds the new one; nothing is written at the old one', async () => {
    const tenantId = await test.createTenant();
    const stale = nodes[1]?.database ?? test.database;
    const session = await stale.acquire(tenantId);
    await session.begin();
    await session.query(count, [tenantId, 'before']);
    await session.commit();
    const away = usual;
    await test.database.moveTenant(tenantId, away, { keep: true });
    await expect(session.begin()).rejects.toBeInstanceOf(TenantMoving);
    session.release();
    expect(await stale.withTenant(tenantId, counters(tenantId), { readOnly: true })).toEqual([
      { name: 'before' },
    ]);
    expect(await stale.placementOf(tenantId)).toBe(away);
    // Even whoever does not ask, an older version for example, cannot make the old log grow.
    const growing = places.look('shared', (owner) =>
      owner.query('UPDATE tenants SET head = head + 1 WHERE tenant_id = $1', [tenantId]),
    );
    await expect(growing).rejects.toMatchObject({ code: 'AT001' });
    expect(asDatabaseError(await growing.catch((error: unknown) => error))).toBeInstanceOf(
      DatabaseUnavailable,
    );
  });

  it.each([
    ['the target', 'sealed', 'away'],
    ['the source and the directory', 'checked', 'shared'],
    ['the target', 'switched', 'away'],
  ] as const)(
    '[MOVE5] %s is lost when it is %s: people go on, and the next run completes',
    async (_, at, where) => {
      const writers = await writeNotes(engines(), await test.createTenant(), { clients: 2 });
      const { tenantId } = writers;
      const away = usual;
      const lost = where === 'away' ? away : 'shared';
      const move = test.database.moveTenant(tenantId, away, {
        async onStep(step) {
          if (step !== at) return;
          await places.look(lost, (owner) =>
            owner.query(
              `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()`,
            ),
          );
        },
      });
      await expect(move).rejects.toBeInstanceOf(DatabaseUnavailable);
      await writers.answered(10);
      expect(await test.database.placementOf(tenantId)).toBe(at === 'switched' ? away : 'shared');
      await test.database.moveTenant(tenantId, away);
      await writers.answered(5);
      await writers.stop();
      await writers.expectWhole();
      expect(await rowsAt('shared', tenantId)).toEqual({});
    },
  );

  it('[MOVE6] nobody waits longer than allowed: then the tenant stays where it is, and people go on', async () => {
    const writers = await writeNotes(engines(), await test.createTenant(), { clients: 2 });
    const { tenantId } = writers;
    const away = usual;
    const move = test.database.moveTenant(tenantId, away, { maxPauseMs: 0 });
    await expect(move).rejects.toMatchObject({ code: 'PAUSE_TOO_LONG' });
    await writers.answered(10);
    await writers.stop();
    await writers.expectWhole();
    expect(await rowsAt(away, tenantId)).toEqual({});
  });

  it('[MOVE7] old rows go when nobody reads them any more', async () => {
    const tenantId = await test.createTenant();
    await test.database.withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
    const [reading, mayEnd] = [gate(), gate()];
    const reader = test.database.withTenant(
      tenantId,
      async (tx) => {
        reading.open();
        await mayEnd.passed;
        return counters(tenantId)(tx);
      },
      { readOnly: true },
    );
    await reading.passed;
    const away = usual;
    const patient = { readersMs: 0 };
    expect(await test.database.moveTenant(tenantId, away, patient)).toMatchObject({
      outcome: 'moved',
      kept: true,
    });
    expect(await rowsAt('shared', tenantId)).toMatchObject({ counters: 1 });
    mayEnd.open();
    expect(await reader).toEqual([{ name: 'one' }]);
    expect(await test.database.moveTenant(tenantId, away)).toMatchObject({
      outcome: 'completed',
      kept: false,
    });
    expect(await rowsAt('shared', tenantId)).toEqual({});
    expect(await test.database.moveTenant(tenantId, away)).toMatchObject({ outcome: 'there' });
  });

  it('[MOVE7] they are kept if wanted, and may be moved over again', async () => {
    const tenantId = await test.createTenant();
    await test.database.withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
    const away = usual;
    expect(await test.database.moveTenant(tenantId, away, { keep: true })).toMatchObject({ kept: true });
    expect(await rowsAt('shared', tenantId)).toMatchObject({ counters: 1 });
    await test.database.withTenant(tenantId, (tx) => tx.query('UPDATE counters SET name = $1', ['two']));
    await test.database.moveTenant(tenantId, 'shared');
    expect(await test.database.withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'two' }]);
    expect(await rowsAt(away, tenantId)).toEqual({});
  });

  it('[MOVE7] a dry run tells what would move, and changes nothing', async () => {
    const tenantId = await test.createTenant();
    await test.database.withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
    const away = places.next();
    const report = await test.database.moveTenant(tenantId, away, { dryRun: true });
    expect(report).toMatchObject({ outcome: 'dry run', from: 'shared', to: away, rows: 1 });
    await expect(places.look(away, async () => undefined)).rejects.toThrow(/does not exist/);
    expect(await test.database.placementOf(tenantId)).toBe('shared');
  });

  it('[MOVE8] never two moves of one tenant at once, and never into the very database it is in', async () => {
    const tenantId = await test.createTenant();
    await test.database.withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
    const away = usual;
    const second = nodes[1]?.database ?? test.database;
    await test.database.moveTenant(tenantId, away, {
      async onStep(step) {
        if (step !== 'copied') return;
        const other = second.moveTenant(tenantId, places.next());
        await expect(other).rejects.toMatchObject({ code: 'MOVE_UNDER_WAY' });
      },
    });
    const own: Placement = `database:${String(test.postgres.connection.database)}`;
    const onto = second.moveTenant(tenantId, own);
    await expect(onto).rejects.toMatchObject({ code: 'SAME_DATABASE' });
    await test.database.moveTenant(tenantId, 'shared');
    await expect(second.moveTenant(tenantId, own)).rejects.toMatchObject({ code: 'SAME_DATABASE' });
    expect(await test.database.withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'one' }]);
    await expect(second.moveTenant(newId(), away)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe.runIf(hasExternalPostgres)('a PostgreSQL of version 15, whose owner is no superuser', () => {
  let cluster: ExternalCluster;
  beforeAll(async () => {
    cluster = await externalCluster(['far', 'near']);
  });
  afterAll(async () => {
    await cluster?.close();
  });

  it('[MOVE1] is moved to and from while clients write', async () => {
    const databases = { far: cluster.url('tenant_owner', 'far') };
    const own = await Promise.all([0, 1].map(() => openDatabase(test.postgres, { databases })));
    const both = own.map((database) => createEngine({ database, registry: notes }));
    const writers = await writeNotes(both, await test.createTenant());
    const { tenantId } = writers;
    expect(await own[0]?.moveTenant(tenantId, 'url:far')).toMatchObject({ outcome: 'moved', kept: false });
    await writers.answered(20);
    expect(await own[1]?.capabilitiesOf(tenantId)).toMatchObject({ indexedExpressions: false });
    expect(await own[1]?.moveTenant(tenantId, 'shared')).toMatchObject({ from: 'url:far', kept: false });
    await writers.stop();
    await writers.expectWhole();
    for (const engine of both) await engine.close();
    for (const database of own) await database.close();
  });

  it('[MOVE1] is the main database, and has another one beside it that an administrator made', async () => {
    const postgres = await openExternalPostgres(cluster.url('tenant_owner', 'near'));
    const database = await openDatabase(postgres);
    const tenantId = await createTenant(database);
    await database.withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
    const beside = database.moveTenant(tenantId, 'database:beside');
    await expect(beside).rejects.toThrow(/run: CREATE DATABASE "beside" OWNER/);
    await cluster.administer('CREATE DATABASE beside OWNER tenant_owner');
    for (const to of ['database:beside', 'shared'] as const) {
      expect(await database.moveTenant(tenantId, to)).toMatchObject({ outcome: 'moved', kept: false });
      expect(await database.withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'one' }]);
    }
    await database.close();
  });
});
