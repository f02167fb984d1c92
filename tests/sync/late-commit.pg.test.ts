import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createEngine, type Engine } from '@atrium/engine';
import { type HeldCommits, holdCommits, type TestDatabase, testDatabase } from '@atrium/engine/testing';
import { createProject, createWorkItem, projectScope, updateWorkItem, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import type { Client } from '@atrium/sync/client';
import { createSyncServer, isBootstrapRefusal, type SyncServer } from '@atrium/sync/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClient } from '../live/open-client.ts';
import { until } from '../live/until.ts';

interface Node {
  readonly engine: Engine;
  readonly sync: SyncServer;
  readonly http: Server;
  readonly url: string;
}

let store: TestDatabase;
let commits: HeldCommits;
let nodes: [Node, Node];
let tenantId: string;
let personId: string;
const clients: Client[] = [];
const project = newId();

beforeAll(async () => {
  store = await testDatabase();
  const engine = createEngine({ database: store.database });
  const made = await engine.createTenant({
    slug: 'late',
    name: 'Late commits',
    owner: { userId: 'olga', name: 'Olga', email: 'olga@example.org' },
  });
  if (!made.ok) throw new Error(made.refusal.message);
  ({ tenantId, personId } = made);
  nodes = [await serve(engine), await serve(createEngine({ database: store.database }))];
  commits = await holdCommits(store.postgres);
});

afterAll(async () => {
  for (const client of clients) await client.close();
  for (const { sync, http, engine } of nodes) {
    await sync.close({ graceMs: 100 });
    http.close();
    http.closeAllConnections();
    await engine.close();
  }
  await commits.close();
  await store.close();
});

async function serve(engine: Engine): Promise<Node> {
  const sync = createSyncServer({
    engine,
    allowOrigin: () => true,
    authenticate: async () => ({
      userId: 'olga',
      sessionId: 'session',
      expiresAt: Number.MAX_SAFE_INTEGER,
      tenantAccess: () => personId,
    }),
  });
  const http = createServer(async (request, response) => {
    const scope = new URL(request.url ?? '', 'http://x').searchParams.get('scope') ?? '';
    const lines = await sync.bootstrap({ tenantId, personId, scope });
    if (isBootstrapRefusal(lines)) response.writeHead(404).end();
    else Readable.from(lines).pipe(response);
  });
  http.on('upgrade', (request, socket, head) => void sync.handleUpgrade(request, socket, head));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return { engine, sync, http, url: `http://127.0.0.1:${port}` };
}

async function open({ url }: Node): Promise<Client> {
  const client = openClient({ url, tenantId, personId, cookie: 'session=olga' }, { checks: false });
  clients.push(client);
  await until(client.subscribe(WORKSPACE_SCOPE).status, ({ kind }) => kind === 'ready');
  return client;
}

async function look(client: Client): Promise<Client> {
  await until(client.subscribe(projectScope(project)).status, ({ kind }) => kind === 'ready');
  return client;
}

test('[LATE3] subscriptions that are resumed, and scopes that are read, while a commit is held back miss nothing', async () => {
  const writer = await open(nodes[0]);
  await writer.send(createProject(project, { key: 'LAT', name: 'Late' })).receipt.done;
  const [item, other] = [newId(), newId()];
  await look(writer);
  const resumed = [await look(await open(nodes[0])), await look(await open(nodes[1]))];
  const elsewhere = await look(await open(nodes[1]));
  for (const id of [item, other]) {
    await writer.send(createWorkItem(id, { project, title: 'On time' })).receipt.done;
  }
  for (const client of [...resumed, elsewhere]) {
    await until(client.store.record(other), (record) => record?.version === 1);
  }

  for (let round = 1; round <= 2; round++) {
    await commits.hold();
    const held = writer.store.get(item);
    if (!held) throw new Error('no item');
    const late = writer.send(updateWorkItem(held, { set: { title: `late ${round}` } }));
    await commits.waiting();
    // Queued behind it, at the other node.
    const queued = elsewhere.store.get(other);
    if (!queued) throw new Error('no item');
    const after = elsewhere.send(updateWorkItem(queued, { set: { title: `After ${round}` } }));
    for (const client of resumed) {
      client.setOnline(false);
      client.setOnline(true);
      await until(client.status, ({ connection }) => connection === 'live');
    }
    const fresh = [await look(await open(nodes[0])), await look(await open(nodes[1]))];
    for (const client of fresh) expect(client.store.get(item)?.version).toBe(round);
    await commits.release();

    const outcomes = await Promise.all([late.receipt.done, after.receipt.done]);
    const places = outcomes.map((outcome) => (outcome.kind === 'committed' ? outcome.firstPosition : 0));
    expect(places[1]).toBe((places[0] ?? 0) + 1);
    for (const client of [writer, elsewhere, ...resumed, ...fresh]) {
      await until(client.store.record(item), (record) => record?.fields.title === `late ${round}`);
      await until(client.store.record(other), (record) => record?.fields.title === `After ${round}`);
      expect(client.store.get(item)?.version).toBe(round + 1);
    }
  }
});
