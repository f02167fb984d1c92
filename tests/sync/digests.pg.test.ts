import {
  createComment,
  createLabel,
  createProject,
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  projectScope,
  recordScope,
  restoreWorkItem,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { type TestServer, type TestUser, testServer } from '@atrium/server/testing';
import { type Client, type ClientEvent, type ClientStorage, memoryStorage } from '@atrium/sync/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openClient } from '../live/open-client.ts';
import { until } from '../live/until.ts';

const PATIENCE_MS = 60_000;
const CHECKS = { firstMs: 20, everyMs: 20, quietMs: 20 };

let server: TestServer;
let tenantId: string;
let owner: TestUser;
const clients: Client[] = [];
const project = newId();
const items = Array.from({ length: 120 }, () => newId());

beforeAll(async () => {
  server = await testServer();
  ({ tenantId, owner } = await server.createWorkspace());
}, PATIENCE_MS);
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => server.close());

async function open(
  storage: ClientStorage,
  checks: typeof CHECKS | false,
  scopes: string[],
): Promise<Client> {
  const seat = { url: server.url, tenantId, personId: owner.personId, cookie: owner.cookie };
  const client = openClient(seat, {
    storage,
    checks,
    fetch: async (address, init) => {
      const headers = { ...init.headers, cookie: owner.cookie, origin: server.url };
      const response = await fetch(address, { ...init, headers } as RequestInit);
      if (address.includes('/api/v1/digests')) given++;
      for (const wake of waiting.splice(0)) wake();
      return response;
    },
  });
  clients.push(client);
  for (const scope of scopes) {
    await until(client.subscribe(scope).status, ({ kind }) => kind === 'ready' || kind === 'withdrawn');
  }
  return client;
}

let given = 0;
const waiting: (() => void)[] = [];

/** So many digests more were given out. */
async function digestsGiven(count: number): Promise<void> {
  const enough = given + count;
  while (given < enough) await new Promise<void>((wake) => waiting.push(wake));
}

test(
  '[CONV4] what a client made of events and what the database stores have the same digests',
  async () => {
    const storage = memoryStorage();
    const client = await open(storage, CHECKS, [WORKSPACE_SCOPE]);
    const events: ClientEvent[] = [];
    client.onEvent((event) => events.push(event));
    await client.send(createProject(project, { key: 'DIG', name: 'Digests' })).receipt.done;
    const scopes = [projectScope(project), recordScope(items[0] ?? '')];
    await until(client.subscribe(projectScope(project)).status, ({ kind }) => kind === 'ready');
    const done: Promise<unknown>[] = [];
    const send = (draft: Parameters<Client['send']>[0]) => done.push(client.send(draft).receipt.done);
    const get = (id: string) => client.store.get(id) as RecordState;
    const label = newId();
    send(createLabel(label, { project, name: 'Ünïcode 🌊', color: '#112233' }));
    for (const [at, id] of items.entries()) {
      send(
        createWorkItem(id, {
          project,
          title: `Item ${at} “quoted” \u2028`,
          description: 'Text\n'.repeat(at),
        }),
      );
      if (at % 3 === 0)
        send(updateWorkItem(get(id), { add: { labels: [label], assignees: [owner.personId] } }));
      if (at % 4 === 0) send(moveWorkItem(get(id), { status: at % 8 === 0 ? 'done' : 'todo' }));
      if (at % 5 === 0) send(updateWorkItem(get(id), { set: { estimate: at / 3, dueDate: '2026-02-28' } }));
      if (at % 7 === 0) send(createComment(newId(), { subject: id, body: `Comment ${at}` }));
      if (at % 10 === 0) send(deleteWorkItem(get(id)));
      if (at % 20 === 0) send(restoreWorkItem(get(id)));
    }
    await Promise.all(done);
    await until(client.subscribe(scopes[1] ?? '').status, ({ kind }) => kind === 'ready');
    await until(client.status, ({ unsent }) => unsent === 0);
    await digestsGiven(9);
    expect(events.filter(({ kind }) => kind === 'repaired')).toEqual([]);
    expect(client.store.select({ type: 'work_item' }).length).toBeGreaterThan(100);
  },
  PATIENCE_MS,
);

test(
  '[CONV4] a spoiled store is put right through the real server, while someone else goes on',
  async () => {
    const storage = memoryStorage();
    const scopes = [WORKSPACE_SCOPE, projectScope(project)];
    const first = await open(storage, false, scopes);
    await first.close();
    const { records } = await storage.load();
    const spoiled = new Map<string, RecordState | undefined>();
    const [lost, aged, garbled] = records.filter(({ type }) => type === 'work_item');
    if (!lost || !aged || !garbled) throw new Error('no items');
    const made = `${lost.id.slice(0, -4)}beef`;
    spoiled.set(lost.id, undefined).set(aged.id, { ...aged, version: 77 });
    spoiled.set(garbled.id, { ...garbled, fields: { ...garbled.fields, title: 'Garbled' } });
    spoiled.set(made, { ...lost, id: made });
    await storage.writeConfirmed({ records: spoiled, positions: new Map() });

    const busy = await open(memoryStorage(), false, scopes);
    let working = true;
    const work = (async () => {
      for (let turn = 0; working; turn++) {
        const item = busy.store.get(items[(turn * 7) % items.length] ?? '');
        if (item?.deletedAt !== null) continue;
        await busy.send(updateWorkItem(item, { set: { title: `Turn ${turn}` } })).receipt.done;
      }
    })();
    const client = await open(storage, CHECKS, scopes);
    const repaired = new Promise<ClientEvent>((resolve) => {
      client.onEvent((event) => event.kind === 'repaired' && resolve(event));
    });
    expect(await repaired).toMatchObject({ scope: projectScope(project), of: 4 });
    working = false;
    await work;
    for (const { id } of records) {
      await until(client.store.record(id), (held) => held?.version === busy.store.get(id)?.version);
      expect(client.store.get(id)).toEqual(busy.store.get(id));
    }
    await until(client.store.record(made), (held) => held === undefined);
  },
  PATIENCE_MS,
);
