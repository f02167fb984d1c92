import { findRedis } from '@atrium/engine/testing';
import { createWorkItem, deactivatePerson, projectScope, updateWorkItem } from '@atrium/model';
import { newId, type PresenceEntry } from '@atrium/protocol';
import type { Client } from '@atrium/sync/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectAlike, expectDense, expectEachOnce, readWholeLog } from '../durability/whole-log.ts';
import { Writers } from '../durability/writers.ts';
import { until } from '../live/until.ts';
import { WireSocket } from '../live/wire-socket.ts';
import { type Cluster, openCluster } from './cluster.ts';

const NODES = 3;
/** `ATRIUM_ROLLING_ROUNDS=20 npx vitest run tests/nodes` restarts every node that often. */
const ROUNDS = Number(process.env.ATRIUM_ROLLING_ROUNDS ?? 1);
const PATIENCE_MS = 120_000 + ROUNDS * 60_000;

let cluster: Cluster;
/** One at each node. */
let clients: Client[];
let scope: string;

beforeAll(async () => {
  cluster = await openCluster(NODES);
  scope = projectScope(cluster.projectId);
  clients = await Promise.all([0, 1, 2].map((at) => cluster.openClient(at)));
}, PATIENCE_MS);
afterAll(() => cluster?.close(), PATIENCE_MS);

const isLive = ({ connection }: { connection: string }) => connection === 'live';
const statesOf = (entries: readonly PresenceEntry[]) =>
  entries.map(({ state }) => JSON.stringify(state)).sort();

/** Everyone sees everyone else, whatever node they are on. */
async function seeEachOther(): Promise<void> {
  const all = clients.map((_, at) => JSON.stringify({ at }));
  clients.forEach((client, at) => {
    client.presence.set(scope, { at });
  });
  await Promise.all(
    clients.map((client, at) => {
      const others = all.filter((_, other) => other !== at).join();
      return until(client.presence.of(scope), (entries) => statesOf(entries).join() === others);
    }),
  );
}

/** What each changes, the others get. */
async function reachEachOther(word: string): Promise<void> {
  for (const [at, client] of clients.entries()) {
    const id = newId();
    const title = `${word} ${at}`;
    const { receipt } = client.send(createWorkItem(id, { project: cluster.projectId, title }));
    expect((await receipt.done).kind).toBe('committed');
    for (const other of clients) {
      await until(other.store.view({ type: 'work_item' }), (items) => items.some((item) => item.id === id));
    }
  }
}

async function health(at: number): Promise<{ status: string; bus: { state: string; nodes: number } }> {
  const answer = await fetch(`${cluster.nodes[at]?.url}/health`);
  return (await answer.json()) as { status: string; bus: { state: string; nodes: number } };
}

async function untilBus(state: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const states = await Promise.all(clients.map(async (_, at) => (await health(at)).bus.state));
      expect(states).toEqual(clients.map(() => state));
    },
    { timeout: 60_000, interval: 20 },
  );
}

/** Lines of a node's log that say something went wrong. */
const errorsIn = (log: string) => log.split('\n').filter((line) => line.includes('"level":50'));

test('[NODE1] whoever is connected to whichever node gets every change', async () => {
  await reachEachOther('together');
});

test.skipIf(!findRedis())(
  '[NODE8] Redis killed, silent, and back: nobody is refused anything, and all see each other again',
  async () => {
    const { redis, toRedis } = cluster;
    if (!redis || !toRedis) throw new Error('no Redis');
    await untilBus('connected');
    await vi.waitFor(async () => expect((await health(0)).bus.nodes).toBe(NODES - 1), { timeout: 10_000 });
    await seeEachOther();

    await redis.kill();
    await untilBus('lost');
    expect((await health(1)).status).toBe('degraded');
    expect((await fetch(`${cluster.nodes[1]?.url}/health/ready`)).status).toBe(200);
    await reachEachOther('without');
    await redis.start();
    await untilBus('connected');
    await seeEachOther();

    toRedis.swallow();
    await reachEachOther('swallowed');
    await untilBus('lost');
    for (const client of clients) await until(client.presence.of(scope), (others) => others.length === 0);
    toRedis.heal();
    await untilBus('connected');
    await seeEachOther();
    await reachEachOther('healed');
    expect(clients.map(({ status }) => status.get().attention)).toEqual([0, 0, 0]);
  },
  PATIENCE_MS,
);

/** Someone at every node. */
async function connectEverywhere(cookie: string): Promise<WireSocket[]> {
  const sockets = cluster.nodes.map(({ url }) => new WireSocket(url, cookie));
  for (const socket of sockets) {
    expect(await socket.hello(cluster.tenantId)).toMatchObject({ kind: 'welcome' });
  }
  return sockets;
}

const codesOf = (sockets: readonly WireSocket[]) => Promise.all(sockets.map(({ closed }) => closed));

test('[SESS5] [WIRE23] signed out or put out at one node, every node lets go, with Redis and without', async () => {
  for (const isCut of [false, true]) {
    if (isCut) cluster.toRedis?.cut();
    const { personId, cookie } = await cluster.createMember();
    const [owner] = clients;
    const person = owner && (await until(owner.store.record(personId), (record) => record !== undefined));
    const inside = await connectEverywhere(cookie);
    if (!person) throw new Error('no person');
    await owner.send(deactivatePerson(person)).receipt.done;
    expect(await codesOf(inside)).toEqual([4403, 4403, 4403]);

    const own = await cluster.signIn();
    const others = await connectEverywhere(own);
    const answer = await fetch(`${cluster.url}/api/auth/sign-out`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: own, origin: cluster.url },
      body: '{}',
    });
    expect(answer.status).toBe(200);
    expect(await codesOf(others)).toEqual([4401, 4401, 4401]);
    cluster.toRedis?.heal();
  }
});

test(
  '[NODE9] while PostgreSQL is away every node refuses with UNAVAILABLE, and then all go on',
  async () => {
    const cookie = await cluster.signIn();
    const sockets = cluster.nodes.slice(0, 2).map(({ url }) => new WireSocket(url, cookie));
    for (const socket of sockets) await socket.hello(cluster.tenantId);
    const [item] = clients[0]?.store.select({ type: 'work_item' }) ?? [];
    if (!item) throw new Error('no work item');
    cluster.toPostgres.cut();
    const answers = await Promise.all(
      sockets.map((socket) => socket.command(updateWorkItem(item, { set: { title: 'Lost?' } }))),
    );
    expect(answers).toEqual(['UNAVAILABLE', 'UNAVAILABLE']);
    const ready = await Promise.all(cluster.nodes.map(({ url }) => fetch(`${url}/health/ready`)));
    expect(ready.map(({ status }) => status)).toEqual([503, 503, 503]);
    const kept = clients.map((client, at) =>
      client.send(createWorkItem(newId(), { project: cluster.projectId, title: `kept ${at}` })),
    );
    cluster.toPostgres.heal();
    const outcomes = await Promise.all(kept.map(({ receipt }) => receipt.done));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'committed', 'committed']);
    for (const client of clients) await until(client.status, isLive);
    for (const socket of sockets) await socket.close();
    await reachEachOther('again');
  },
  PATIENCE_MS,
);

test(
  '[NODE7] nodes restarted one after the other under load lose nothing, do nothing twice, and end with 0',
  async () => {
    const before = (await cluster.engine.head(cluster.tenantId)) ?? 0;
    const people = await Promise.all(Array.from({ length: 2 }, () => cluster.openClient()));
    const errors: unknown[] = [];
    for (const client of people) {
      client.status.subscribe(() => errors.push(...[client.status.get().lastError].filter(Boolean)));
    }
    const writers = new Writers(people, cluster.projectId);
    await writers.acks(20);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [at, node] of [...cluster.nodes].entries()) {
        const said = node.told().stderr.length;
        node.kill('SIGTERM');
        // The others take over while it stops, and while it is away.
        await writers.acks(20);
        const { code, stderr } = await node.done;
        expect({ code, said: errorsIn(stderr.slice(said)) }).toEqual({ code: 0, said: [] });
        await writers.acks(20);
        if (round === ROUNDS - 1 && at === NODES - 1) continue;
        await cluster.restart(at);
        await writers.acks(20);
      }
    }
    await writers.stop();
    const { events, records } = await readWholeLog(cluster.engine, cluster);
    expectDense(events);
    expect(events.length).toBeGreaterThan(before);
    await expectEachOnce(writers.sent, events, cluster);
    for (const client of people) await expectAlike(client, records);
    const refusals = await Promise.all(writers.sent.map(({ receipt }) => receipt.done));
    const codes = refusals.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.refusal.code] : []));
    expect([...new Set(codes)].filter((code) => code !== 'CONFLICT')).toEqual([]);
  },
  PATIENCE_MS,
);
