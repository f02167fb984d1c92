import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { LoggedEvent } from './logged-event.ts';

let db: TestDatabase;
let engine: Engine;
let other: Engine;

beforeAll(async () => {
  db = await testDatabase();
  const limits = { headPollMs: 10 };
  engine = createEngine({ database: db.database, registry: notes, limits: { ...limits, recentEvents: 50 } });
  other = createEngine({ database: db.database, registry: notes, limits });
});

afterAll(async () => {
  await Promise.all([engine?.close(), other?.close()]);
  await db?.close();
});

/** Follows, and resolves with everything it was given once it reached a position. */
function collect(node: Engine, tenantId: string, after: number, until: number) {
  const events: LoggedEvent[] = [];
  let reached = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const following = node.follow(tenantId, after, async (followed) => {
    await Promise.resolve();
    events.push(...followed.events);
    if (followed.head < (followed.events.at(-1)?.position ?? 0)) throw new Error('A head behind its events');
    if ((events.at(-1)?.position ?? 0) >= until) reached();
  });
  return { events, done, following };
}

function positions(events: readonly LoggedEvent[]) {
  return events.map(({ position }) => position);
}

function range(first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

async function create(node: Engine, tenantId: string, count: number) {
  for (let left = count; left > 0; left -= 10) {
    const some = Array.from({ length: Math.min(10, left) }, () => noteCommand('create', newId()));
    await Promise.all(some.map((command) => node.submit(tenantId, SYSTEM, command)));
  }
}

test('[READ1] every follower gets every event once, in order, whoever appends', async () => {
  const tenantId = await db.createTenant();
  await create(engine, tenantId, 30);
  const followers = [
    collect(engine, tenantId, 0, 330),
    collect(engine, tenantId, 25, 330),
    collect(other, tenantId, 0, 330),
    collect(engine, tenantId, 30, 330),
  ];
  await Promise.all([
    create(engine, tenantId, 100),
    create(other, tenantId, 100),
    create(engine, tenantId, 50),
    create(other, tenantId, 50),
  ]);
  await Promise.all(followers.map(({ done }) => done));
  const starts = [1, 26, 1, 31];
  for (const [index, { events, following }] of followers.entries()) {
    expect(positions(events)).toEqual(range(starts[index] ?? 0, 330));
    expect(following.position).toBe(330);
    await following.stop();
  }
  const stored = await engine.readEvents(tenantId, { limit: 1_000 });
  expect(followers[0]?.events).toEqual(stored);
});

test('[READ1] what someone appends who tells nobody is found', async () => {
  const tenantId = await db.createTenant();
  const follower = collect(engine, tenantId, 0, 40);
  await create(engine, tenantId, 20);
  const raw = createEngine({ database: db.database, registry: notes });
  await create(raw, tenantId, 20);
  await raw.close();
  await follower.done;
  expect(positions(follower.events)).toEqual(range(1, 40));
  await follower.following.stop();
});

test('[READ1] a hint is enough, and a wrong one does no harm', async () => {
  const tenantId = await db.createTenant();
  const deaf = createEngine({ database: db.database, registry: notes, limits: { headPollMs: 3_600_000 } });
  const first = collect(deaf, tenantId, 0, 1);
  await create(deaf, tenantId, 1);
  await first.done;
  const second = collect(deaf, tenantId, 1, 3);
  await create(other, tenantId, 2);
  deaf.hint(tenantId, 1);
  deaf.hint(tenantId, 1_000);
  deaf.hint(newId(), 5);
  await second.done;
  expect(positions(second.events)).toEqual([2, 3]);
  await deaf.close();
});

test('[READ1] a listener that throws loses nothing that comes later, and none is called after stop', async () => {
  const tenantId = await db.createTenant();
  const seen: number[] = [];
  let third = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    third = resolve;
  });
  const following = engine.follow(tenantId, 0, ({ events }) => {
    seen.push(...positions(events));
    if (seen.length === 1) throw new Error('A listener with a bug');
    if (seen.length === 3) third();
  });
  for (let n = 0; n < 3; n += 1) await create(engine, tenantId, 1);
  await reached;
  await following.stop();
  const witness = collect(engine, tenantId, 3, 4);
  await create(engine, tenantId, 1);
  await witness.done;
  expect(seen).toEqual([1, 2, 3]);
  await witness.following.stop();
});

test('[READ2] events are read by range, record, command and cause, from either end', async () => {
  const tenantId = await db.createTenant();
  const [id, parent] = [newId(), newId()];
  const create = noteCommand('create', id, { parent });
  await engine.submit(tenantId, SYSTEM, noteCommand('create', parent));
  await engine.submit(tenantId, SYSTEM, create);
  for (let n = 0; n < 4; n += 1) {
    await engine.submit(
      tenantId,
      SYSTEM,
      noteCommand('increment', n % 2 ? id : parent, {}, { cause: `c${n % 2}` }),
    );
  }
  const read = async (query: Partial<Parameters<Engine['readEvents']>[1]>) =>
    positions(await engine.readEvents(tenantId, { limit: 10, ...query }));
  expect(await read({})).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await read({ after: 2, upTo: 5 })).toEqual([3, 4, 5]);
  expect(await read({ order: 'newest first', limit: 2 })).toEqual([6, 5]);
  expect(await read({ recordId: id })).toEqual([2, 4, 6]);
  expect(await read({ commandId: create.id })).toEqual([2]);
  expect(await read({ cause: 'c0', order: 'newest first' })).toEqual([5, 3]);
  const [, placed] = await engine.readEvents(tenantId, { limit: 2 });
  expect(placed).toMatchObject({ subjectId: parent, projectId: null, commandId: create.id, version: 1 });
});
