import { newId } from '@atrium/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Bus } from '../bus/bus.ts';
import { BusHub } from '../bus/bus-hub.ts';
import { sealHint } from '../bus/hint-codec.ts';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

const NEVER = 3_600_000;

let db: TestDatabase;
let hub: BusHub;
let opened: (Engine | Bus)[];

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());
beforeEach(() => {
  hub = new BusHub({ beatMs: 10, silenceMs: 500 });
  opened = [];
});
afterEach(async () => {
  for (const one of opened) await one.close();
});

/** A node of its own; it reads the heads every `headPollMs`, and otherwise when it is told to. */
function node(headPollMs: number): { engine: Engine; bus: Bus } {
  const bus = hub.join();
  const engine = createEngine({ database: db.database, registry: notes, limits: { headPollMs }, bus });
  opened.push(engine, bus);
  return { engine, bus };
}

function follow(engine: Engine, tenantId: string) {
  const seen: number[] = [];
  let wake = () => {};
  const following = engine.follow(tenantId, 0, ({ events }) => {
    seen.push(...events.map(({ position }) => position));
    wake();
  });
  const reach = async (position: number) => {
    while ((seen.at(-1) ?? 0) < position) {
      await new Promise<void>((woken) => {
        wake = woken;
      });
    }
    return seen;
  };
  return { reach, following };
}

const append = (engine: Engine, tenantId: string) =>
  engine.submit(tenantId, SYSTEM, noteCommand('create', newId()));

test('[BUS8] what one node appends, the others read as soon as it says so', async () => {
  const tenantId = await db.createTenant();
  const [writer, reader, idle] = [node(NEVER), node(NEVER), node(NEVER)];
  await append(writer.engine, tenantId);
  const { reach, following } = follow(reader.engine, tenantId);
  await reach(1);
  for (let position = 2; position <= 10; position++) {
    await append(writer.engine, tenantId);
    expect((await reach(position)).at(-1)).toBe(position);
  }
  expect(idle.bus.counts.heard).toBe(0);
  const { heard } = reader.bus.counts;
  expect(heard).toBeGreaterThanOrEqual(9);
  await following.stop();
  await append(writer.engine, tenantId);
  await append(writer.engine, tenantId);
  expect(reader.bus.counts.heard).toBe(heard);
});

test('[BUS8] a head that is not so is looked up and not believed', async () => {
  const tenantId = await db.createTenant();
  const [writer, reader] = [node(NEVER), node(NEVER)];
  await append(writer.engine, tenantId);
  const { reach } = follow(reader.engine, tenantId);
  await reach(1);
  const channel = `${hub.prefix}head:${tenantId}`;
  for (const head of [1_000, 2 ** 53, -1, 0.5, '7', null, [9], { a: 1 }]) {
    hub.say(channel, sealHint(hub.key, channel, { node: newId(), body: { head } }));
  }
  hub.say(channel, sealHint(hub.key, channel, { node: newId(), body: {} }));
  await append(writer.engine, tenantId);
  expect(await reach(2)).toEqual([1, 2]);
});

test('[BUS8] while nobody can be heard, the log is polled', async () => {
  const tenantId = await db.createTenant();
  const [writer, reader] = [node(NEVER), node(10)];
  hub.cut();
  const { reach } = follow(reader.engine, tenantId);
  for (let position = 1; position <= 5; position++) {
    await append(writer.engine, tenantId);
    expect((await reach(position)).at(-1)).toBe(position);
  }
  expect(reader.bus.counts.heard).toBe(0);
});
