import { type Bus, BusHub } from '@atrium/engine';
import { projectScope, removeProjectMember, setProjectMember, WORKSPACE_SCOPE } from '@atrium/model';
import { encodeClientFrame, type JsonObject, newId } from '@atrium/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { settle } from '../shared/testing/virtual-clock.ts';
import { createSyncServer, type SyncServer } from './sync-server.ts';
import { type SyncFixture, syncFixture } from './testing/sync-fixture.ts';
import { TestPeer } from './testing/test-peer.ts';

interface Node {
  readonly bus: Bus;
  readonly server: SyncServer;
  listen(personId: string, ...scopes: string[]): Promise<TestPeer>;
}

let hub: BusHub;
let house: SyncFixture;
let nodes: Node[];

const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(() => {
  hub = new BusHub({ beatMs: 10, silenceMs: 400 });
  house = syncFixture();
  nodes = [];
});
afterEach(async () => {
  for (const { server, bus } of nodes) {
    await server.close({ graceMs: 0 });
    await bus.close();
  }
});

async function node(limits = {}): Promise<Node> {
  const { engine, clock, identified } = house;
  const bus = hub.join();
  const server = createSyncServer({
    engine,
    clock,
    bus,
    limits,
    allowOrigin: () => true,
    authenticate: () => Promise.reject(new Error('Connections are made by hand here')),
  });
  const made: Node = {
    bus,
    server,
    async listen(personId, ...scopes) {
      const peer = new TestPeer(server, identified(personId));
      await peer.hello(engine.tenantId);
      for (const scope of scopes) await peer.subscribe(scope, engine.world.log.length);
      await settle();
      return peer;
    },
  };
  nodes.push(made);
  await eventually(() => expect(bus.state).toBe('connected'));
  return made;
}

/** Who a peer was shown, as its client would keep it. */
function shown(peer: TestPeer, scope: string): JsonObject[] {
  const all = new Map<string, JsonObject>();
  for (const frame of peer.of('presence')) {
    if (frame.scope !== scope) continue;
    if (frame.full) all.clear();
    for (const { connectionId, state } of frame.entries) {
      if (state) all.set(connectionId, state);
      else all.delete(connectionId);
    }
  }
  return [...all.values()];
}

const inOrder = (states: readonly JsonObject[]) => states.map((state) => JSON.stringify(state)).sort();

/** Lets ticks pass and hints arrive until a peer is shown just this. */
async function sees(peer: TestPeer, scope: string, states: readonly JsonObject[]): Promise<void> {
  await eventually(async () => {
    await house.clock.advance(60);
    expect(inOrder(shown(peer, scope))).toEqual(inOrder(states));
  });
}

describe('presence over several nodes', () => {
  test('[NODE1] who is connected to another node is shown, as is whoever leaves', async () => {
    const scope = projectScope(house.engine.world.project().id);
    const [one, two] = [await node(), await node()];
    const here = await one.listen(house.owner, scope);
    const there = await two.listen(house.owner, scope);
    await there.presence(scope, { at: 'card' });
    await here.presence(scope, { at: 'list' });
    await sees(here, scope, [{ at: 'list' }, { at: 'card' }]);
    await sees(there, scope, [{ at: 'card' }, { at: 'list' }]);
    await there.presence(scope, { at: 'title' });
    await sees(here, scope, [{ at: 'title' }, { at: 'list' }]);

    const late = await one.listen(house.owner, scope);
    await sees(late, scope, [{ at: 'title' }, { at: 'list' }]);
    there.connection?.closed();
    await sees(here, scope, [{ at: 'list' }]);
    await sees(late, scope, [{ at: 'list' }]);
  });

  test('[NODE1] a node that comes to a workspace late learns who is there', async () => {
    const scope = projectScope(house.engine.world.project().id);
    const one = await node();
    for (let at = 0; at < 120; at++) {
      const peer = await one.listen(house.owner, scope);
      await peer.presence(scope, { at });
    }
    await house.clock.advance(60);
    const two = await node({ connectionsPerUser: 500 });
    const late = await two.listen(house.owner, scope);
    await sees(
      late,
      scope,
      Array.from({ length: 100 }, (_, at) => ({ at })),
    );
  });

  test('[NODE2] a node says what changed within a tick at once, and only of tenants it has open', async () => {
    const scope = projectScope(house.engine.world.project().id);
    const [one, two, idle] = [await node(), await node(), await node()];
    const peers = [await one.listen(house.owner, scope), await one.listen(house.owner, scope)];
    const there = await two.listen(house.owner, scope);
    await house.clock.advance(60);
    const { heard } = two.bus.counts;
    for (let x = 0; x < 30; x++)
      for (const [y, peer] of peers.entries()) await peer.presence(scope, { x, y });
    await sees(there, scope, [
      { x: 29, y: 0 },
      { x: 29, y: 1 },
    ]);
    expect(two.bus.counts.heard - heard).toBe(1);
    expect(idle.bus.counts.heard).toBe(0);
  });

  test('[NODE3] what a node told goes with it, and comes back when it was only out of reach', async () => {
    const scope = projectScope(house.engine.world.project().id);
    const [one, two, three] = [await node(), await node(), await node()];
    const here = await one.listen(house.owner, scope);
    const there = await two.listen(house.owner, scope);
    const elsewhere = await three.listen(house.owner, scope);
    await there.presence(scope, { of: 'two' });
    await elsewhere.presence(scope, { of: 'three' });
    await sees(here, scope, [{ of: 'two' }, { of: 'three' }]);
    await three.bus.close();
    await sees(here, scope, [{ of: 'two' }]);

    hub.cut();
    await there.presence(scope, { of: 'two', later: true });
    await sees(here, scope, []);
    await here.presence(scope, { of: 'one' });
    await sees(here, scope, [{ of: 'one' }]);
    await sees(there, scope, [{ of: 'two', later: true }]);
    hub.mend();
    await sees(here, scope, [{ of: 'one' }, { of: 'two', later: true }]);
    await sees(there, scope, [{ of: 'two', later: true }, { of: 'one' }]);
  });

  test('[NODE3] after a word that was lost the whole is asked for', async () => {
    const scope = projectScope(house.engine.world.project().id);
    const [one, two] = [await node(), await node()];
    const here = await one.listen(house.owner, scope);
    const there = await two.listen(house.owner, scope);
    const also = await two.listen(house.owner, scope);
    await there.presence(scope, { n: 1 });
    await sees(here, scope, [{ n: 1 }]);
    const publish = vi.spyOn(two.bus, 'publish').mockImplementation(() => undefined);
    await there.presence(scope, { n: 2 });
    await house.clock.advance(60);
    publish.mockRestore();
    await also.presence(scope, { also: true });
    await sees(here, scope, [{ n: 2 }, { also: true }]);
  });

  test('[NODE4] another node’s word shows nobody who may not be in the scope, as the log stands here', async () => {
    const { engine, owner } = house;
    const secret = engine.world.project({ visibility: 'private' });
    const scope = projectScope(secret.id);
    const agent = engine.world.person({ role: 'agent' });
    const [one, two] = [await node(), await node()];
    const here = await one.listen(owner, scope);
    engine.run(setProjectMember(engine.world.get(secret.id), { personId: agent.id, role: 'member' }));
    await settle();
    const there = await two.listen(agent.id, scope);
    await there.presence(scope, { in: true });
    await sees(here, scope, [{ in: true }]);

    // The other node is slow to hear that the right is gone: here it counts at once.
    const tell = vi.spyOn(two.bus, 'publish').mockImplementation(() => undefined);
    engine.run(removeProjectMember(engine.world.get(secret.id), { personId: agent.id }));
    await sees(here, scope, []);
    tell.mockRestore();
    expect(shown(await one.listen(owner, scope), scope)).toEqual([]);
    engine.run(setProjectMember(engine.world.get(secret.id), { personId: agent.id, role: 'member' }));
    await sees(here, scope, [{ in: true }]);
  });

  test('[NODE4] words that no node would say are not taken, and nobody’s own presence is anyone else’s', async () => {
    const { engine, owner } = house;
    const scope = projectScope(engine.world.project().id);
    const [one, two] = [await node(), await node()];
    const here = await one.listen(owner, scope);
    await here.presence(scope, { mine: true });
    await house.clock.advance(60);
    const own = here.of('welcome')[0]?.connectionId ?? '';
    const topic = { subject: 'presence', tenantId: engine.tenantId } as const;
    const entry = [scope, newId(), owner, { a: 1 }];
    const told = (entries: unknown, more = {}) => ({ count: 1, whole: true, entries, ...more }) as JsonObject;
    const bad = [
      {},
      { ask: 'everyone' },
      told('all'),
      told([entry], { count: 'x' }),
      told([entry], { whole: 1 }),
      told([[scope]]),
      told([['project:x', newId(), owner, {}]]),
      told([['x'.repeat(300), newId(), owner, {}]]),
      told([[scope, 'me', owner, {}]]),
      told([[scope, newId(), 'owner', {}]]),
      told([[scope, newId(), owner, 'here']]),
      told([[scope, newId(), owner, []]]),
      told([entry, [scope, newId(), owner, { long: 'x'.repeat(3_000) }]]),
      // Well said, but of a person that is none, and of a connection that is not its own.
      told([[scope, newId(), newId(), { ghost: true }]]),
      told([[scope, own, owner, { stolen: true }]], { count: 2 }),
      told([[scope, own, owner, null]], { count: 3 }),
    ];
    for (const hint of bad) two.bus.publish(topic, hint);
    await eventually(() => expect(one.bus.counts.heard).toBeGreaterThanOrEqual(bad.length));
    await house.clock.advance(200);
    expect(shown(here, scope)).toEqual([{ mine: true }]);
    two.bus.publish(topic, told([entry], { count: 4 }));
    await sees(here, scope, [{ mine: true }, { a: 1 }]);
  });

  test('[NODE4] what one node may fill here is bounded', async () => {
    const { engine, owner } = house;
    const scope = projectScope(engine.world.project().id);
    const [one, two] = [await node({ presenceNodeEntries: 5 }), await node()];
    const here = await one.listen(owner, scope);
    const topic = { subject: 'presence', tenantId: engine.tenantId } as const;
    const entries = Array.from({ length: 20 }, (_, n) => [scope, newId(), owner, { n }]);
    two.bus.publish(topic, { count: 1, whole: true, entries });
    await sees(here, scope, [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
    two.bus.publish(topic, { count: 2, whole: true, entries: [] });
    await sees(here, scope, []);
  });
});

describe('limits over several nodes', () => {
  test('[NODE5] a user’s connections count on all nodes, and those of a node that is gone no more', async () => {
    const [one, two] = [await node({ connectionsPerUser: 2 }), await node({ connectionsPerUser: 2 })];
    const first = await one.listen(house.owner, WORKSPACE_SCOPE);
    const second = await two.listen(house.owner, WORKSPACE_SCOPE);
    const third = await one.listen(house.owner);
    await eventually(() => expect(third.closeCode).toBe(4429));
    expect([first.closeCode, second.closeCode, third.problems]).toEqual([
      undefined,
      undefined,
      ['RATE_LIMITED'],
    ]);
    first.connection?.closed();
    expect((await two.listen(house.owner)).closeCode).toBeUndefined();
  });

  test('[NODE5] what a user sends counts on all nodes', async () => {
    const much = { points: 100_000, seconds: 60 };
    const rates = { connection: much, user: { points: 64, seconds: 60 }, ip: much, tenant: much };
    const [one, two] = [await node({ rates }), await node({ rates })];
    const peers = [await one.listen(house.owner), await two.listen(house.owner)];
    const ping = encodeClientFrame({ kind: 'ping', nonce: 1 });
    for (const peer of peers) for (let sent = 0; sent < 48; sent++) peer.putBytes(ping);
    await settle();
    for (const peer of peers) peer.putBytes(ping);
    await settle();
    expect(peers.flatMap(({ problems }) => problems)).toContain('RATE_LIMITED');
  });
});
