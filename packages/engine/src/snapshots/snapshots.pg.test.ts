import { evolve } from '@atrium/model';
import { newId, type RecordState, type TenantId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { createSnapshotCleanup } from './snapshot-cleanup.ts';
import { snapshotConsumer } from './snapshot-consumer.ts';
import { DAY_MS, type SnapshotPolicy } from './snapshot-policy.ts';

/** More for a longer search: `SNAPSHOT_SEEDS=500 npx vitest run packages/engine/src/snapshots`. */
const SEEDS = Number(process.env.SNAPSHOT_SEEDS ?? 3);
const POLICY: SnapshotPolicy = { every: 5, days: 30, kept: 2, keptDays: 90 };

let db: TestDatabase;
let engine: Engine;
let now = Date.parse('2026-01-01T00:00:00.000Z');
const costs: { events: number; snapshots: number }[] = [];

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({
    database: db.database,
    registry: notes,
    clock: () => now,
    metrics: { replayed: (_tenant, cost) => costs.push(cost) },
  });
  engine.consumers.register(snapshotConsumer({ policy: POLICY }));
});
afterAll(async () => {
  await engine?.close();
  await db?.close();
});

/** A generator of numbers below `n`, the same for the same seed. */
function dice(seed: number) {
  let state = seed + 1;
  return (n: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * n);
  };
}

const send = (tenantId: TenantId, name: string, id: string, input = {}) =>
  engine.submit(tenantId, SYSTEM, noteCommand(name, id, input));

async function foldAll(tenantId: TenantId, recordId: string): Promise<RecordState[]> {
  const events = await engine.readEvents(tenantId, { recordId, limit: 10_000 });
  const states: RecordState[] = [];
  for (const event of events) states.push(evolve(states.at(-1), event));
  return states;
}

async function kept(tenantId: TenantId): Promise<{ record_id: string; version: number; state: string }[]> {
  return db.database.withTenant(tenantId, async (tx) => {
    const { rows } = await tx.query<{ record_id: string; version: number; state: string }>(
      'SELECT record_id, version, state::text FROM record_snapshots WHERE tenant_id = $1 ORDER BY 1, 2',
      [tenantId],
    );
    return rows;
  });
}

/** Commands that change, empty, delete, restore, undo and take back to a version. */
async function scribble(tenantId: TenantId, ids: readonly string[], seed: number): Promise<void> {
  const roll = dice(seed);
  const sent: { id: string; recordId: string }[] = [];
  for (const id of ids)
    await send(tenantId, 'create', id, { title: `Note ${seed}`, secret: `secret ${seed}` });
  for (let step = 0; step < 60; step += 1) {
    const id = ids[roll(ids.length)] ?? '';
    now += roll(3) === 0 ? DAY_MS : 1_000;
    const undone = sent[roll(Math.max(1, sent.length))];
    const commands = [
      () => noteCommand('update', id, { title: `T${roll(9)}`, secret: `s${roll(9)}` }),
      () => noteCommand('increment', id),
      () => noteCommand('delete', id),
      () => noteCommand('restore', id),
      () => ({
        ...noteCommand('x', undone?.recordId ?? id, { commandId: undone?.id ?? newId() }),
        name: 'history.undo',
      }),
      () => ({ ...noteCommand('x', id, { version: 1 + roll(4) }), name: 'history.restore', baseVersion: 1 }),
    ];
    const command = (commands[roll(commands.length)] ?? commands[0])?.();
    if (!command) continue;
    sent.push({ id: command.id, recordId: command.recordId });
    await engine.submit(tenantId, SYSTEM, command);
    if (roll(5) === 0) await engine.consumers.caughtUp('snapshots', tenantId);
  }
}

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
  '[SNAP1] a snapshot and the rest equal a full replay, at every version (seed %d)',
  async (seed) => {
    const tenantId = await db.createTenant();
    const ids = Array.from({ length: 3 }, newId);
    await scribble(tenantId, ids, seed);
    await engine.consumers.caughtUp('snapshots', tenantId);
    expect((await kept(tenantId)).length).toBeGreaterThan(0);
    for (const id of ids) {
      const states = await foldAll(tenantId, id);
      for (const state of states)
        expect(await engine.readRecordAt(tenantId, id, { version: state.version })).toEqual(state);
    }
  },
);

test('[SNAP2] they come every so many events, and by age; the rest is all that is replayed', async () => {
  const tenantId = await db.createTenant();
  const [busy, calm] = [newId(), newId()];
  await send(tenantId, 'create', busy);
  await send(tenantId, 'create', calm);
  for (let n = 0; n < 12; n += 1) await send(tenantId, 'increment', busy);
  await engine.consumers.caughtUp('snapshots', tenantId);
  expect((await kept(tenantId)).map(({ version }) => version)).toEqual([5, 10]);
  costs.length = 0;
  await engine.readRecordAt(tenantId, busy, { version: 12 });
  await engine.readRecordAt(tenantId, busy, { version: 10 });
  expect(costs).toEqual([
    { events: 2, snapshots: 1 },
    { events: 0, snapshots: 1 },
  ]);
});

test('[SNAP2] a record that changes rarely gets one by age, once it has changed a few times', async () => {
  const tenantId = await db.createTenant();
  const slow = createEngine({ database: db.database, registry: notes, clock: () => now });
  slow.consumers.register(snapshotConsumer({ policy: { ...POLICY, every: 50 } }));
  const id = newId();
  await send(tenantId, 'create', id);
  for (let n = 0; n < 12; n += 1) {
    now += 4 * DAY_MS;
    await send(tenantId, 'increment', id);
  }
  await slow.consumers.caughtUp('snapshots', tenantId);
  expect((await kept(tenantId)).map(({ version }) => version)).toEqual([10]);
  await slow.close();
});

test('[SNAP3] rebuilding from the first event, in whatever portions, gives the same', async () => {
  const tenantId = await db.createTenant();
  await scribble(tenantId, [newId(), newId()], 77);
  await engine.consumers.caughtUp('snapshots', tenantId);
  const before = await kept(tenantId);
  await engine.consumers.rebuild('snapshots', tenantId);
  expect(await kept(tenantId)).toEqual([]);
  await engine.consumers.caughtUp('snapshots', tenantId);
  expect(await kept(tenantId)).toEqual(before);
});

test('[SNAP4] no snapshot holds a personal value; one that is erased is gone from every past state', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  await send(tenantId, 'create', id, { title: 'Open', secret: 'Geheimnis' });
  for (let n = 0; n < 9; n += 1) await send(tenantId, 'increment', id);
  await engine.consumers.caughtUp('snapshots', tenantId);
  const stored = await kept(tenantId);
  expect(stored.length).toBe(2);
  expect(JSON.stringify(stored)).not.toContain('Geheimnis');
  expect(await engine.readRecordAt(tenantId, id, { version: 7 })).toMatchObject({
    fields: { title: 'Open', secret: 'Geheimnis' },
  });
  await db.database.withTenant(tenantId, (tx) =>
    tx.query('UPDATE events SET personal = NULL WHERE tenant_id = $1 AND record_id = $2', [tenantId, id]),
  );
  const erased = await engine.readRecordAt(tenantId, id, { version: 7 });
  expect(erased?.fields).toMatchObject({ title: 'Open', count: 6 });
  expect(erased?.fields).not.toHaveProperty('secret');
  expect(erased).toEqual((await foldAll(tenantId, id))[6]);
});

test('[SNAP5] the newest few stay, and what is young; of the others every tenth', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  await send(tenantId, 'create', id);
  for (let n = 0; n < 114; n += 1) await send(tenantId, 'increment', id);
  await engine.consumers.caughtUp('snapshots', tenantId);
  const versions = async () => (await kept(tenantId)).map(({ version }) => version);
  expect((await versions()).length).toBe(23);
  const removed: number[] = [];
  const cleanup = createSnapshotCleanup({
    database: db.database,
    policy: POLICY,
    clock: () => now,
    logger: { warn: () => undefined, error: () => undefined },
    metrics: { snapshotsRemoved: (_tenant, count) => removed.push(count) },
  });
  expect(await cleanup.clean(tenantId)).toBe(0);
  now += 91 * DAY_MS;
  expect(await cleanup.clean(tenantId)).toBe(19);
  expect(removed).toEqual([19]);
  expect(await versions()).toEqual([50, 100, 110, 115]);
  const states = await foldAll(tenantId, id);
  for (const version of [1, 49, 50, 77, 109, 115])
    expect(await engine.readRecordAt(tenantId, id, { version })).toEqual(states[version - 1]);
  await cleanup.close();
});

test('[SNAP5] the clean-up comes round to every tenant by itself', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  await send(tenantId, 'create', id);
  for (let n = 0; n < 24; n += 1) await send(tenantId, 'increment', id);
  await engine.consumers.caughtUp('snapshots', tenantId);
  let cleaned = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    cleaned = resolve;
  });
  const cleanup = createSnapshotCleanup({
    database: db.database,
    policy: POLICY,
    clock: () => now + 91 * DAY_MS,
    logger: { warn: () => undefined, error: () => undefined },
    metrics: { snapshotsRemoved: (tenant) => tenant === tenantId && cleaned() },
    pauseMs: 1,
  });
  cleanup.run();
  await done;
  await cleanup.close();
  expect((await kept(tenantId)).map(({ version }) => version)).toEqual([20, 25]);
});
