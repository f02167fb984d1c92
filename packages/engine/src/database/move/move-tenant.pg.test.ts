import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../../consumers/consumers.ts';
import { createEngine } from '../../create-engine.ts';
import { openExternalPostgres } from '../../postgres/external-postgres.ts';
import {
  type ExternalCluster,
  externalCluster,
  hasExternalPostgres,
} from '../../testing/external-cluster.ts';
import { writeNotes } from '../../testing/moving-notes.ts';
import { notes } from '../../testing/notes.ts';
import { createTenant } from '../../testing/test-database.ts';
import { type TwoNodes, twoNodes } from '../../testing/two-nodes.ts';
import { openDatabase } from '../open-database.ts';

let nodes: TwoNodes;

beforeAll(async () => {
  nodes = await twoNodes();
});
afterAll(async () => {
  await nodes?.close();
});

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

describe('moving a tenant', () => {
  it('[MOVE1] there and back while clients write at two nodes: nothing lost, nothing doubled', async () => {
    for (const engine of nodes.engines) {
      engine.consumers.register(counting);
      engine.consumers.run();
    }
    const bystander = await writeNotes(nodes.engines, await nodes.main.createTenant(), { clients: 1 });
    const writers = await writeNotes(nodes.engines, await nodes.main.createTenant());
    const { tenantId } = writers;
    const away = nodes.usual;
    const followed: number[] = [];
    const following = nodes.engines[1].follow(tenantId, 0, ({ events }) => {
      followed.push(...events.map(({ position }) => position));
    });
    const there = await nodes.databases[0].moveTenant(tenantId, away);
    expect(there).toMatchObject({ from: 'shared', to: away, outcome: 'moved', kept: false });
    expect(await nodes.rowsAt('shared', tenantId)).toEqual({});
    await writers.answered(20);
    const back = await nodes.databases[1].moveTenant(tenantId, 'shared');
    expect(back).toMatchObject({ from: away, to: 'shared', outcome: 'moved' });
    await Promise.all([writers.stop(), bystander.stop()]);
    await writers.expectWhole();
    await bystander.expectWhole();
    expect(await nodes.rowsAt(away, tenantId)).toEqual({});
    await expect.poll(() => followed.length).toBe(writers.answers.size + 5);
    expect(followed).toEqual(followed.map((_, index) => index + 1));
    await following?.stop();
    await nodes.engines[1].consumers.caughtUp('count', tenantId);
    const { rows } = await nodes.databases[0].withTenant(tenantId, (tx) =>
      tx.query("SELECT value FROM counters WHERE name = 'consumed'"),
    );
    expect(rows).toEqual([{ value: writers.answers.size + 5 }]);
  });

  it('[MOVE1] what is changed and removed while it is copied is so at the target', async () => {
    const tenantId = await nodes.main.createTenant();
    await nodes.databases[0].withTenant(tenantId, async (tx) => {
      for (const key of ['goes', 'stays', 'comes back']) {
        const sql = 'INSERT INTO record_keys (tenant_id, key, record_id) VALUES ($1, $2, $3)';
        await tx.query(sql, [tenantId, key, newId()]);
      }
    });
    const record = newId();
    await nodes.databases[0].moveTenant(tenantId, nodes.usual, {
      async onStep(step) {
        if (step !== 'copied' && step !== 'followed') return;
        await nodes.databases[0].withTenant(tenantId, async (tx) => {
          if (step === 'copied') await tx.query("DELETE FROM record_keys WHERE key <> 'stays'");
          if (step === 'copied') return;
          const sql = "INSERT INTO record_keys (tenant_id, key, record_id) VALUES ($1, 'comes back', $2)";
          await tx.query(sql, [tenantId, record]);
          await tx.query("UPDATE record_keys SET record_id = $1 WHERE key = 'stays'", [record]);
        });
      },
    });
    const { rows } = await nodes.databases[0].withTenant(tenantId, (tx) =>
      tx.query('SELECT key, record_id FROM record_keys ORDER BY key'),
    );
    expect(rows).toEqual([
      { key: 'comes back', record_id: record },
      { key: 'stays', record_id: record },
    ]);
  });

  it('[MOVE3] one difference, and nothing is switched', async () => {
    const writers = await writeNotes(nodes.engines, await nodes.main.createTenant(), { clients: 1 });
    const { tenantId } = writers;
    const away = nodes.places.next();
    await nodes.databases[0].moveTenant(tenantId, away);
    await nodes.databases[0].moveTenant(tenantId, 'shared');
    await nodes.places.look(away, (owner) =>
      owner.query(`CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN NEW.fields = NEW.fields || '{"title":"bent"}'; RETURN NEW; END $$;
                   CREATE TRIGGER bend BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION bend()`),
    );
    const move = nodes.databases[0].moveTenant(tenantId, away);
    await expect(move).rejects.toMatchObject({ code: 'CHECK_FAILED' });
    expect(await nodes.databases[0].placementOf(tenantId)).toBe('shared');
    expect(await nodes.rowsAt(away, tenantId)).toEqual({});
    await writers.answered(5);
    await nodes.places.look('shared', (owner) =>
      owner.query(`UPDATE events SET name = 'note.else' WHERE tenant_id = $1 AND position = 3`, [tenantId]),
    );
    const broken = nodes.databases[0].moveTenant(tenantId, nodes.usual);
    await expect(broken).rejects.toThrow(/The log does not hold at position 3/);
    await writers.answered(5);
    await writers.stop();
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
    const own = await Promise.all([0, 1].map(() => openDatabase(nodes.main.postgres, { databases })));
    const both = own.map((database) => createEngine({ database, registry: notes }));
    const writers = await writeNotes(both, await nodes.main.createTenant());
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
    await database.withTenant(tenantId, (tx) =>
      tx.query("INSERT INTO counters (tenant_id, name) VALUES ($1, 'one')", [tenantId]),
    );
    const beside = database.moveTenant(tenantId, 'database:beside');
    await expect(beside).rejects.toThrow(/run: CREATE DATABASE "beside" OWNER/);
    await cluster.administer('CREATE DATABASE beside OWNER tenant_owner');
    for (const to of ['database:beside', 'shared'] as const) {
      expect(await database.moveTenant(tenantId, to)).toMatchObject({ outcome: 'moved', kept: false });
      expect(
        await database.withTenant(tenantId, (tx) => tx.query('SELECT name FROM counters')),
      ).toMatchObject({ rows: [{ name: 'one' }] });
    }
    await database.close();
  });
});
