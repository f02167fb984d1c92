import {
  createWorkItem,
  deleteWorkItem,
  projectScope,
  rangeOf,
  recordScope,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle } from '../../shared/testing/virtual-clock.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import { clientFixture, type Fixture } from '../testing/client-fixture.ts';

const ITEMS = 200;
/** Longer than a first check can take to come, and to be done. */
const ROUND_MS = 60_000;

async function withItems(items = ITEMS): Promise<Fixture & { ids: string[] }> {
  const fixture = await clientFixture();
  const { server, projectId } = fixture;
  const ids = Array.from({ length: items }, () => newId());
  for (const [at, id] of ids.entries()) {
    server.commit(createWorkItem(id, { project: projectId, title: `Item ${at}` }));
  }
  server.tell();
  await settle();
  return { ...fixture, ids };
}

/** The next run of the client finds its store spoiled. */
async function spoiled(
  from: Fixture,
  spoil: (storage: ClientStorage, records: Map<string, RecordState>) => Promise<void>,
): Promise<Fixture> {
  await from.client.close();
  const { records } = await from.storage.load();
  await spoil(from.storage, new Map(records.map((record) => [record.id, record])));
  from.server.bootstraps.length = 0;
  const next = await from.restart();
  await settle(200);
  return next;
}

function put(storage: ClientStorage, id: string, record: RecordState | undefined): Promise<void> {
  return storage.writeConfirmed({ records: new Map([[id, record]]), positions: new Map() });
}

/** Everything that the server has alive in these scopes is here, and nothing else. */
function expectAlike({ server, client }: Fixture): void {
  const theirs = [...server.records.values()].filter(({ deletedAt }) => deletedAt === null);
  expect(client.store.size).toBe(theirs.length);
  for (const record of theirs) expect(client.store.get(record.id)).toEqual(record);
}

const WAYS: [what: string, spoil: (record: RecordState, all: RecordState[]) => (RecordState | string)[]][] = [
  ['a missing record', (record) => [record.id]],
  [
    'an extra record',
    (record) => [{ ...record, id: `${newId().slice(0, -2)}${record.id.slice(-2)}`, fieldVersions: {} }],
  ],
  ['a stale version', (record) => [{ ...record, version: 1, fields: { ...record.fields, title: 'Old' } }]],
  ['a version that never was', (record) => [{ ...record, version: 99 }]],
  [
    'a flipped field of the same version',
    (record) => [{ ...record, fields: { ...record.fields, title: '?' } }],
  ],
  ['a field that should not be set', (record) => [{ ...record, fields: { ...record.fields, estimate: 3 } }]],
  [
    'versions of fields that are wrong',
    (record) => [{ ...record, fieldVersions: { ...record.fieldVersions, title: 7 } }],
  ],
  ['a deletion that never was', (record) => [{ ...record, deletedAt: '2026-01-01T00:00:00.000Z' }]],
  ['a place in another project', (record) => [{ ...record, fields: { ...record.fields, project: newId() } }]],
];

test.each(WAYS)('[OFF47] %s is put right, and only its range is read', async (_what, spoil) => {
  const fixture = await withItems();
  const { server, projectId, ids } = fixture;
  const victim = ids[100] ?? '';
  const item = server.records.get(victim);
  if (item) server.commit(updateWorkItem(item, { set: { title: 'Second' } }));
  server.tell();
  const next = await spoiled(fixture, async (storage, records) => {
    const record = records.get(victim);
    if (!record) throw new Error('no record');
    for (const change of spoil(record, [...records.values()])) {
      if (typeof change === 'string') await put(storage, change, undefined);
      else await put(storage, change.id, change);
    }
  });
  expect(server.bootstraps).toEqual([]);
  await next.clock.advance(ROUND_MS);
  expectAlike(next);
  expect(server.bootstraps).toEqual([`${projectScope(projectId)} 8:${rangeOf(victim, 8)}`]);
  const [repair, ...more] = next.events.filter((event) => event.kind === 'repaired');
  expect(more).toEqual([]);
  expect(repair).toMatchObject({ scope: projectScope(projectId), ranges: 1, of: 8, records: 1 });
  // It took an eighth of what reading everything would have taken.
  const whole = [...server.records.values()].reduce((sum, record) => sum + JSON.stringify(record).length, 0);
  expect(repair?.kind === 'repaired' && repair.bytes).toBeLessThan(whole / 4);
  // And it stays so after a restart.
  await next.client.close();
  const again = await next.restart({ isOnline: false });
  expectAlike(again);
});

test('[OFF47] a person that is wrong in the workspace is put right too, and everyone is told once', async () => {
  const fixture = await withItems(5);
  const { server, projectId } = fixture;
  const next = await spoiled(fixture, async (storage, records) => {
    const project = records.get(projectId);
    if (project) await put(storage, projectId, { ...project, fields: { ...project.fields, name: 'Wrong' } });
  });
  expect(next.client.store.get(projectId)?.fields.name).toBe('Wrong');
  let told = 0;
  next.client.store.record(projectId).subscribe(() => told++);
  await next.clock.advance(ROUND_MS);
  expect(next.client.store.get(projectId)).toEqual(server.records.get(projectId));
  expect(told).toBe(1);
  expect(next.events.filter(({ kind }) => kind === 'repaired')).toHaveLength(1);
  expect(next.events[0]).toMatchObject({ scope: WORKSPACE_SCOPE });
});

test('[OFF48] a client that is right reads nothing again, whatever is written while it is compared', async () => {
  const fixture = await withItems(50);
  const { server, client, clock, ids, projectId, events } = fixture;
  server.bootstraps.length = 0;
  let turn = 0;
  const write = () => {
    const id = ids[turn % ids.length] ?? '';
    const item = server.records.get(id);
    turn++;
    if (item?.deletedAt === null && turn % 17 === 0) server.commit(deleteWorkItem(item));
    else if (item?.deletedAt === null)
      server.commit(updateWorkItem(item, { set: { title: `Turn ${turn}` } }));
    if (turn % 5 === 0) {
      const made = newId();
      ids.push(made);
      server.commit(createWorkItem(made, { project: projectId, title: 'More' }));
    }
  };
  const seen = new Set<string>();
  for (const order of ['told first', 'answered first', 'told in between', 'not told']) {
    const before = server.digestRequests;
    let answer = () => {};
    server.lateDigests = new Promise((resolve) => {
      answer = resolve;
    });
    while (server.digestRequests === before) await clock.advance(500);
    for (let count = 0; count < 7; count++) write();
    if (order === 'told first') server.tell();
    answer();
    server.lateDigests = Promise.resolve();
    if (order === 'told in between') {
      await settle();
      write();
      server.tell();
    }
    await settle();
    if (order !== 'not told') server.tell();
    // Nothing tells of the position: after a while the client asks.
    await clock.advance(60_000);
    seen.add(order);
    await clock.advance(3_600_000);
  }
  expect(seen.size).toBe(4);
  expect(server.bootstraps).toEqual([]);
  expect(events).toEqual([]);
  expect(client.store.select({ type: 'work_item' })).toHaveLength(
    [...server.records.values()].filter(({ type, deletedAt }) => type === 'work_item' && deletedAt === null)
      .length,
  );
});

test('[OFF48] what was told after the fresh view stays, what was told before it is part of it', async () => {
  const fixture = await withItems(60);
  const { server, ids } = fixture;
  const [wrong, busy, gone] = ids;
  if (!wrong || !busy || !gone) throw new Error('no items');
  const next = await spoiled(fixture, async (storage, records) => {
    for (const id of [wrong, busy]) {
      const record = records.get(id);
      if (record) await put(storage, id, { ...record, fields: { ...record.fields, title: 'Wrong' } });
    }
  });
  const { client, clock } = next;
  const versions: number[] = [];
  client.store.record(busy).subscribe(() => versions.push(client.store.get(busy)?.version ?? 0));
  let arrive = () => {};
  server.late = new Promise((resolve) => {
    arrive = resolve;
  });
  while (server.bootstraps.length === 0) await clock.advance(500);
  // The view was taken; this comes after it.
  for (const title of ['After', 'Later']) {
    const item = server.records.get(busy);
    if (item) server.commit(updateWorkItem(item, { set: { title } }));
  }
  const item = server.records.get(gone);
  if (item) server.commit(deleteWorkItem(item));
  const made = newId();
  server.commit(createWorkItem(made, { project: next.projectId, title: 'Made after it' }));
  server.tell();
  arrive();
  await settle(100);
  expect(client.store.get(busy)).toEqual(server.records.get(busy));
  expect(client.store.get(wrong)).toEqual(server.records.get(wrong));
  expect(client.store.get(made)).toEqual(server.records.get(made));
  expect(client.store.get(gone)?.deletedAt).not.toBeNull();
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
});

test('[OFF49] what differs again is read whole, and what differs then is told and left', async () => {
  const faults: object[] = [];
  const logger = {
    debug: () => undefined,
    warn: () => undefined,
    error: (text: string, details: object = {}) => void faults.push({ text, ...details }),
  };
  const fixture = await clientFixture({ logger });
  const { server, projectId } = fixture;
  const id = newId();
  server.commit(createWorkItem(id, { project: projectId, title: 'One' }));
  server.tell();
  // A server whose bootstraps and digests never agree.
  const { fetch } = server;
  const disagreeing = {
    fetch: async (...asked: Parameters<typeof fetch>) => {
      if (!asked[0].includes('/digests')) return fetch(...asked);
      const answer = JSON.stringify({ position: server.position, count: 1, ranges: ['0'.repeat(16)] });
      const chunks = [new TextEncoder().encode(answer)];
      const reader = {
        read: async () => (chunks.length > 0 ? { done: false, value: chunks.pop() } : { done: true }),
      };
      return { status: 200, ok: true, body: { getReader: () => reader } };
    },
  };
  const next = await fixture.restart(disagreeing);
  await next.clock.advance(3 * ROUND_MS);
  const repairs = next.events.filter(({ kind }) => kind === 'repaired');
  expect(repairs.length).toBe(4);
  expect(faults.length).toBeGreaterThanOrEqual(2);
  const before = server.bootstraps.length;
  await next.clock.advance(10 * 3_600_000);
  expect(server.bootstraps.length).toBe(before);
  expect(next.client.store.get(id)).toEqual(server.records.get(id));
});

test('[OFF49] checks come half an hour apart, one scope after the other, and never without a connection', async () => {
  const { server, client, clock, projectId, ids } = await withItems(3);
  client.subscribe(recordScope(ids[0] ?? projectId));
  await settle(60);
  expect(server.digestRequests).toBe(0);
  await clock.advance(ROUND_MS);
  expect(server.digestRequests).toBe(3);
  await clock.advance(10 * 3_600_000);
  const { digestRequests } = server;
  expect(digestRequests).toBeGreaterThan(40);
  expect(digestRequests).toBeLessThan(90);
  server.hangUp(1006);
  client.setOnline(false);
  await clock.advance(10 * 3_600_000);
  expect(server.digestRequests).toBe(digestRequests);
  // A line that breaks all the time is no reason to check all the time.
  for (let times = 0; times < 20; times++) {
    client.setOnline(true);
    await clock.advance(20_000);
    server.hangUp(1006);
    client.setOnline(false);
  }
  expect(server.digestRequests).toBeLessThanOrEqual(digestRequests + 6);
});

test('[OFF49] a check that cannot be made now is made later, and a closed client makes none', async () => {
  const { server, client, clock } = await withItems(3);
  server.lateDigests = Promise.reject(new Error('The network is away'));
  server.lateDigests.catch(() => undefined);
  await clock.advance(ROUND_MS);
  const { digestRequests } = server;
  expect(digestRequests).toBe(2);
  server.lateDigests = Promise.resolve();
  await clock.advance(3_600_000);
  expect(server.digestRequests).toBeGreaterThan(digestRequests);
  const last = server.digestRequests;
  await client.close();
  await clock.advance(10 * 3_600_000);
  expect(server.digestRequests).toBe(last);
});
