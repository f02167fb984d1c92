import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createEngine, type Engine } from '@atrium/engine';
import { type TestDatabase, testDatabase } from '@atrium/engine/testing';
import { createProject, createWorkItem, projectScope, updateWorkItem, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import {
  type Client,
  createClient,
  memoryStorage,
  type Observable,
  socketsThrough,
  systemClock,
} from '@atrium/sync/client';
import { createSyncServer, isBootstrapRefusal, type SyncServer } from '@atrium/sync/server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

let store: TestDatabase;
let engine: Engine;
let sync: SyncServer;
let http: Server;
let port: number;
let tenantId: string;
let personId: string;
const clients: Client[] = [];

beforeAll(async () => {
  store = await testDatabase();
  engine = createEngine({ database: store.database });
  const made = await engine.createTenant({
    slug: 'two',
    name: 'Two clients',
    owner: { userId: 'olga', name: 'Olga', email: 'olga@example.org' },
  });
  if (!made.ok) throw new Error(made.refusal.message);
  ({ tenantId, personId } = made);
  await startServer(0);
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

afterAll(async () => {
  await stopServer();
  await engine.close();
  await store.close();
});

async function startServer(onPort: number): Promise<void> {
  sync = createSyncServer({
    engine,
    allowOrigin: () => true,
    authenticate: async () => ({
      userId: 'olga',
      sessionId: 'session',
      expiresAt: Number.MAX_SAFE_INTEGER,
      tenantAccess: () => personId,
    }),
  });
  http = createServer(async (request, response) => {
    const scope = new URL(request.url ?? '', 'http://x').searchParams.get('scope') ?? '';
    const lines = await sync.bootstrap({ tenantId, personId, scope });
    if (isBootstrapRefusal(lines)) response.writeHead(404).end();
    else Readable.from(lines).pipe(response);
  });
  http.on('upgrade', (request, socket, head) => void sync.handleUpgrade(request, socket, head));
  http.listen(onPort, '127.0.0.1');
  await once(http, 'listening');
  ({ port } = http.address() as AddressInfo);
}

async function stopServer(): Promise<void> {
  await sync.close({ graceMs: 100 });
  http.close();
  http.closeAllConnections();
}

function open(): Client {
  const client = createClient({
    url: `http://127.0.0.1:${port}`,
    tenantId,
    personId,
    clientId: newId(),
    storage: memoryStorage(),
    clock: systemClock,
    random: Math.random,
    openSocket: socketsThrough((url) => new WebSocket(`${url}?token=t`)),
    fetch: (url, init) => fetch(url, init as RequestInit),
  });
  clients.push(client);
  return client;
}

async function until<T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> {
  while (!holds(observable.get())) {
    await new Promise<void>((resolve) => {
      const stop = observable.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
  return observable.get();
}

async function look(client: Client, projectId: string): Promise<void> {
  const scopes = [client.subscribe(WORKSPACE_SCOPE), client.subscribe(projectScope(projectId))];
  for (const { status } of scopes) await until(status, ({ kind }) => kind === 'ready');
}

async function withProject(): Promise<{ first: Client; second: Client; projectId: string }> {
  const projectId = newId();
  const first = open();
  await until(first.subscribe(WORKSPACE_SCOPE).status, ({ kind }) => kind === 'ready');
  const key = `P${projectId.slice(-5).replaceAll(/[0-9]/g, (digit) => 'GHIJKLMNOP'[Number(digit)] ?? 'Z')}`;
  await first.send(createProject(projectId, { key: key.toUpperCase(), name: 'Shared' })).receipt.done;
  await look(first, projectId);
  const second = open();
  await look(second, projectId);
  return { first, second, projectId };
}

test('[CONV2] what one client does is confirmed there and shown at the other', async () => {
  const { first, second, projectId } = await withProject();
  const id = newId();
  const { receipt } = first.send(createWorkItem(id, { project: projectId, title: 'Over the wire' }));
  expect(first.store.get(id)?.version).toBe(0);
  await until(receipt.state, ({ step }) => step === 'visible');
  await until(second.store.record(id), (record) => record !== undefined);
  expect(second.store.get(id)).toEqual(first.store.get(id));
  const [stored] = await engine.readRecords(tenantId, [id]);
  expect(first.store.get(id)).toEqual(stored);
});

test('[CONV2] two changes of one field end in a conflict that names base, theirs and mine; retried, mine wins', async () => {
  const { first, second, projectId } = await withProject();
  const id = newId();
  await first.send(createWorkItem(id, { project: projectId, title: 'Base' })).receipt.done;
  const item = await until(second.store.record(id), (record) => record !== undefined);
  if (!item) throw new Error('not shown');
  await second.send(updateWorkItem(item, { set: { title: 'Theirs' } })).receipt.done;
  const outcome = await first.send(updateWorkItem(item, { set: { title: 'Mine' } })).receipt.done;
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'CONFLICT' } });
  const [refused] = first.attention.list();
  expect(refused?.refusal.details?.fields).toEqual({
    title: { base: 'Base', theirs: 'Theirs', mine: 'Mine', by: expect.objectContaining({ via: 'web' }) },
  });
  await until(first.store.record(id), (record) => record?.fields.title === 'Theirs');
  await first.attention.retry(refused?.command.id ?? '')?.receipt.done;
  await until(second.store.record(id), (record) => record?.fields.title === 'Mine');
  expect(first.attention.list()).toEqual([]);
});

test('[CONV2] what is done while the server is away is sent when it is back, and undone after that', async () => {
  const { first, second, projectId } = await withProject();
  const id = newId();
  const onPort = port;
  await stopServer();
  await until(first.status, ({ connection }) => connection !== 'live');
  const { receipt } = first.send(createWorkItem(id, { project: projectId, title: 'Meanwhile' }));
  expect(first.store.get(id)?.fields.title).toBe('Meanwhile');
  await startServer(onPort);
  await until(receipt.state, ({ step }) => step === 'visible');
  await until(second.store.record(id), (record) => record !== undefined);
  expect(first.undo()).toHaveLength(1);
  await until(second.store.record(id), (record) => record?.deletedAt !== null);
});

test('[CONV2] a thousand changes sent at once arrive in order, each once', async () => {
  const { first, second, projectId } = await withProject();
  const ids = Array.from({ length: 500 }, newId);
  const receipts = ids.map(
    (id) => first.send(createWorkItem(id, { project: projectId, title: 'One of many' })).receipt,
  );
  for (const id of ids) {
    const item = first.store.get(id);
    if (item) receipts.push(first.send(updateWorkItem(item, { set: { title: 'Changed' } })).receipt);
  }
  await Promise.all(receipts.map(({ done }) => done));
  await until(first.status, ({ unsent }) => unsent === 0);
  const all = second.store.view({ type: 'work_item', where: { project: projectId } });
  await until(all, (rows) => rows.length === 500 && rows.every(({ fields }) => fields.title === 'Changed'));
  expect(first.status.get().attention).toBe(0);
  const events = await engine.readEvents(tenantId, { projectId, limit: 5_000 });
  expect(events.filter(({ recordType }) => recordType === 'work_item')).toHaveLength(1_000);
});
