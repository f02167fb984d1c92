import { newId, type TenantId } from '@atrium/protocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Tx } from '../database/tx.ts';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../engine-limits.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
let open: Engine[] = [];

beforeAll(async () => {
  db = await testDatabase();
});

afterEach(async () => {
  await Promise.all(open.map((engine) => engine.close()));
  open = [];
});

afterAll(async () => {
  await db?.close();
});

function start(limits: Partial<EngineLimits> = {}): Engine {
  const engine = createEngine({ database: db.database, registry: notes, limits });
  open.push(engine);
  return engine;
}

/** An effect in the database: the positions it was given, in a table of the consumer's own tenant. */
function tally(
  name: string,
  onEvents: (events: readonly LoggedEvent[], tenantId: TenantId) => void = () => {},
) {
  return {
    name,
    async handle(tx: Tx, events: readonly LoggedEvent[], tenantId: TenantId) {
      for (const { position } of events) {
        const counter = `${name}:${position}`;
        await tx.query(
          `INSERT INTO counters (tenant_id, name, value) VALUES ($1, $2, 1)
           ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + 1`,
          [tenantId, counter],
        );
      }
      onEvents(events, tenantId);
    },
    async reset(tx: Tx, tenantId: TenantId) {
      await tx.query('UPDATE counters SET value = 0 WHERE tenant_id = $1 AND name LIKE $2', [
        tenantId,
        `${name}:%`,
      ]);
    },
  };
}

async function tallied(name: string, tenantId: TenantId): Promise<[number, number][]> {
  return db.database.withTenant(tenantId, async (tx) => {
    const { rows } = await tx.query<{ name: string; value: number }>(
      'SELECT name, value FROM counters WHERE tenant_id = $1 AND name LIKE $2',
      [tenantId, `${name}:%`],
    );
    return rows
      .map((row): [number, number] => [Number(row.name.split(':')[1]), row.value])
      .sort(([a], [b]) => a - b);
  });
}

function once(count: number): [number, number][] {
  return Array.from({ length: count }, (_, index) => [index + 1, 1]);
}

async function write(engine: Engine, tenantId: TenantId, count: number) {
  const commands = Array.from({ length: count }, () => noteCommand('create', newId()));
  await Promise.all(commands.map((command) => engine.submit(tenantId, SYSTEM, command)));
}

test('[CONS1] every event of every tenant comes once, in order, over a restart', async () => {
  const [one, two] = [await db.createTenant(), await db.createTenant()];
  const seen = new Map<TenantId, number[]>();
  const consumer = tally('all', (events, tenantId) => {
    seen.set(tenantId, [...(seen.get(tenantId) ?? []), ...events.map(({ position }) => position)]);
  });
  const first = start();
  await write(first, one, 700);
  first.consumers.register(consumer);
  first.consumers.run();
  await write(first, two, 40);
  await first.close();
  const second = start();
  second.consumers.register(consumer);
  second.consumers.run();
  await write(second, one, 10);
  for (const [tenantId, count] of [
    [one, 710],
    [two, 40],
  ] as const) {
    await second.consumers.caughtUp('all', tenantId);
    expect(await tallied('all', tenantId)).toEqual(once(count));
    expect(seen.get(tenantId)).toEqual(once(count).map(([position]) => position));
  }
});

test('[CONS2] a throw takes the effect back, the events come again, and other tenants go on', async () => {
  const [bad, good] = [await db.createTenant(), await db.createTenant()];
  let attempts = 0;
  let broken = true;
  let recovered = (): void => undefined;
  let served = (): void => undefined;
  const recovery = new Promise<void>((resolve) => {
    recovered = resolve;
  });
  const service = new Promise<void>((resolve) => {
    served = resolve;
  });
  const engine = start();
  engine.consumers.register(
    tally('fragile', (_events, tenantId) => {
      if (tenantId === good) return served();
      if (tenantId !== bad) return;
      attempts += 1;
      if (broken) throw new Error('Not yet');
      recovered();
    }),
  );
  engine.consumers.run();
  await write(engine, bad, 3);
  await write(engine, good, 3);
  await service;
  expect(await tallied('fragile', bad)).toEqual([]);
  broken = false;
  await recovery;
  await engine.consumers.caughtUp('fragile', bad);
  expect(await tallied('fragile', bad)).toEqual(once(3));
  expect(attempts).toBeGreaterThan(1);
});

test('[CONS3] of several nodes one at a time works for a tenant', async () => {
  const tenantId = await db.createTenant();
  let working = 0;
  let most = 0;
  const consumer = tally('lone');
  const nodes = [start(), start(), start()];
  for (const node of nodes) {
    node.consumers.register({
      ...consumer,
      async handle(tx, events, tenant) {
        if (tenant !== tenantId) return;
        working += 1;
        most = Math.max(most, working);
        await consumer.handle(tx, events, tenant);
        working -= 1;
      },
    });
    node.consumers.run();
  }
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(nodes.map((node) => write(node, tenantId, 5)));
  }
  await Promise.all(nodes.map((node) => node.consumers.caughtUp('lone', tenantId)));
  expect(await tallied('lone', tenantId)).toEqual(once(150));
  expect(most).toBe(1);
});

test('[CONS4] a consumer starts over for one tenant or for all', async () => {
  const [one, two] = [await db.createTenant(), await db.createTenant()];
  const given: TenantId[] = [];
  const engine = start();
  engine.consumers.register(tally('anew', (events, tenantId) => given.push(...events.map(() => tenantId))));
  await write(engine, one, 4);
  await write(engine, two, 2);
  const catchUp = async () => {
    for (const tenantId of [one, two]) await engine.consumers.caughtUp('anew', tenantId);
  };
  await catchUp();
  await engine.consumers.rebuild('anew', one);
  await catchUp();
  expect(given.filter((id) => id === one).length).toBe(8);
  expect(given.filter((id) => id === two).length).toBe(2);
  await engine.consumers.rebuild('anew');
  await catchUp();
  expect(given.filter((id) => id === two).length).toBe(4);
  expect(await tallied('anew', one)).toEqual(once(4));
  expect(await tallied('anew', two)).toEqual(once(2));
});

test('[CONS5] what another process appends is found without a word', async () => {
  const tenantId = await db.createTenant();
  let found = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    found = resolve;
  });
  const engine = start({ consumerPollMs: 20 });
  engine.consumers.register(
    tally('quiet', (events, tenant) => {
      if (tenant === tenantId && events.at(-1)?.position === 6) found();
    }),
  );
  engine.consumers.run();
  await write(start(), tenantId, 3);
  await write(start(), tenantId, 3);
  await all;
});

test('[CONS1] one name is one consumer', () => {
  const engine = start();
  engine.consumers.register(tally('twice'));
  expect(() => engine.consumers.register(tally('twice'))).toThrow('already');
  return expect(engine.consumers.rebuild('unknown')).rejects.toThrow('No consumer');
});
