import {
  createWorkItem,
  deactivatePerson,
  projectScope,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { type ClientFrame, newId } from '@atrium/protocol';
import { describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/virtual-clock.ts';
import { SESSION_STEPS, type SessionEvent, type SessionState } from './session-states.ts';
import { syncFixture } from './testing/sync-fixture.ts';
import { TestPeer } from './testing/test-peer.ts';

const STATES = Object.keys(SESSION_STEPS) as SessionState[];
const EVENTS = Object.keys(SESSION_STEPS.live) as SessionEvent[];

describe('the life of a connection', () => {
  test('[SESS1] nothing leads out of closed, and every fault leads into it', () => {
    for (const event of EVENTS)
      expect(SESSION_STEPS.closed[event]).toEqual({ next: 'closed', reaction: 'ignore' });
    for (const state of STATES) {
      for (const event of EVENTS) {
        const step = SESSION_STEPS[state][event];
        if (step.reaction === 'fault') expect(step.next).toBe('closed');
        if (step.reaction === 'ignore') expect(step.next).toBe(state);
      }
    }
  });

  test('[SESS2] Hello is answered with Welcome: version, person, position', async () => {
    const { engine, owner, join } = syncFixture();
    const peer = await join(owner);
    expect(peer.frames).toMatchObject([
      {
        kind: 'welcome',
        version: 1,
        tenantId: engine.tenantId,
        personId: owner,
        head: engine.world.log.length,
        serverTime: '2026-01-01T00:00:00.000Z',
      },
    ]);
  });

  test('[SESS2] no version in common ends with 4406', async () => {
    const { engine, owner, server, identified } = syncFixture();
    const peer = new TestPeer(server, identified(owner));
    const { tenantId } = engine;
    peer.put({ kind: 'hello', minVersion: 90, maxVersion: 99, tenantId, clientId: 'c', appVersion: '' });
    await settle();
    expect([peer.closeCode, peer.problems]).toEqual([4406, ['VERSION']]);
  });

  test.each([
    ['command', { kind: 'command', command: anyCommand() }],
    ['subscribe', { kind: 'subscribe', scope: WORKSPACE_SCOPE, fromPosition: 1 }],
    ['unsubscribe', { kind: 'unsubscribe', scope: WORKSPACE_SCOPE }],
    ['presence', { kind: 'presence', scope: WORKSPACE_SCOPE, state: {} }],
  ] satisfies [string, ClientFrame][])('[SESS3] a %s before Hello ends with 4400', async (_name, frame) => {
    const { owner, server, identified, engine } = syncFixture();
    const before = engine.world.log.length;
    const peer = new TestPeer(server, identified(owner));
    peer.put(frame);
    await settle();
    expect([peer.closeCode, peer.problems]).toEqual([4400, ['OUT_OF_ORDER']]);
    expect(engine.world.log).toHaveLength(before);
  });

  test('[SESS3] who says nothing is let go', async () => {
    const { owner, server, identified, clock } = syncFixture();
    const peer = new TestPeer(server, identified(owner));
    await clock.advance(11_000);
    expect(peer.closeCode).toBe(4400);
  });

  test('[SESS4] someone without a person in the workspace gets 4403, as for one that does not exist', async () => {
    const { engine, server, owner, identified } = syncFixture();
    const stranger = new TestPeer(server, identified(newId(), { tenantAccess: () => undefined }));
    await stranger.hello(engine.tenantId);
    const lost = new TestPeer(server, identified(owner));
    await lost.hello(newId());
    const forged = new TestPeer(server, identified(newId()));
    await forged.hello(engine.tenantId);

    for (const peer of [stranger, lost, forged]) {
      expect(peer.frames).toEqual([
        {
          kind: 'problem',
          code: 'FORBIDDEN',
          message: 'You are not a member of this workspace.',
          details: {},
          closeCode: 4403,
        },
      ]);
    }
  });

  test('[SESS4] someone invited a moment ago is let in', async () => {
    const { engine, owner, join, server, identified } = syncFixture();
    await join(owner);
    engine.held = true;
    const guest = engine.world.person({ role: 'agent' });
    const peer = new TestPeer(server, identified(guest.id));
    await peer.hello(engine.tenantId);
    engine.release();
    await settle();
    expect(peer.of('welcome')).toHaveLength(1);
  });

  test('[SESS5] an expired session ends with 4401 within a second, and takes no frame before that', async () => {
    const { owner, join, clock, engine, command } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner, { expiresAt: clock.now() + 30_000 });
    const other = await join(owner, { expiresAt: clock.now() + 30_000, userId: 'other' });
    await clock.advance(29_900);
    expect(peer.closeCode).toBeUndefined();
    await clock.advance(200);
    const before = engine.world.log.length;
    await other.command(command(createWorkItem(newId(), { project: project.id, title: 'Late' })));
    expect(engine.world.log).toHaveLength(before);
    await clock.advance(800);
    expect([peer.closeCode, other.closeCode]).toEqual([4401, 4401]);
  });

  test('[SESS5] a revoked session, or all of a user, ends with 4401 at once', async () => {
    const { owner, join, server } = syncFixture();
    const one = await join(owner, { sessionId: 'one' });
    const two = await join(owner, { sessionId: 'two' });
    server.revoke({ sessionId: 'one' });
    expect([one.closeCode, two.closeCode]).toEqual([4401, undefined]);
    server.revoke({ userId: `user-${owner}` });
    expect(two.closeCode).toBe(4401);
    expect(server.stats().openConnections).toBe(0);
  });

  test('[SESS5] a session that another process ended is found within a second', async () => {
    const valid = new Set(['one', 'two']);
    let isAway = false;
    const stillValid = async (ids: readonly string[]) => {
      if (isAway) throw new Error('The database is away');
      return new Set(ids.filter((id) => valid.has(id)));
    };
    const { owner, join, clock } = syncFixture({}, { stillValid });
    const one = await join(owner, { sessionId: 'one' });
    const two = await join(owner, { sessionId: 'two' });
    await clock.advance(2_000);
    isAway = true;
    await clock.advance(2_000);
    expect([one.closeCode, two.closeCode]).toEqual([undefined, undefined]);
    isAway = false;
    valid.delete('two');
    await clock.advance(1_000);
    expect([one.closeCode, two.closeCode]).toEqual([undefined, 4401]);
  });

  test('[SESS6] silence is answered with a ping, long silence with 4510', async () => {
    const { owner, join, clock } = syncFixture();
    const peer = await join(owner);
    await clock.advance(16_000);
    expect(peer.of('ping')).toHaveLength(1);
    peer.put({ kind: 'pong', nonce: peer.of('ping')[0]?.nonce ?? 0 });
    await clock.advance(39_000);
    expect(peer.closeCode).toBeUndefined();
    await clock.advance(2_000);
    expect([peer.closeCode, peer.terminated]).toEqual([4510, true]);
  });

  test('[SESS6] a ping is answered with its own nonce', async () => {
    const { owner, join } = syncFixture();
    const peer = await join(owner);
    peer.put({ kind: 'ping', nonce: 77 });
    expect(peer.of('pong')).toEqual([{ kind: 'pong', nonce: 77 }]);
  });

  test('[SESS7] going away: told so, what is undecided is still answered, then 4500', async () => {
    const { engine, owner, join, identified, server, command } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner);
    let open = () => {};
    engine.gate = new Promise((go) => {
      open = go;
    });
    const mine = command(createWorkItem(newId(), { project: project.id, title: 'In flight' }));
    peer.put({ kind: 'command', command: mine });
    const closing = server.close({ graceMs: 5_000 });
    const late = new TestPeer(server, identified(owner));
    peer.put({
      kind: 'command',
      command: command(createWorkItem(newId(), { project: project.id, title: 'Too late' })),
    });
    await settle();
    expect(peer.closeCode).toBeUndefined();
    open();
    await closing;

    expect(peer.of('goAway')).toHaveLength(1);
    expect(late.closeCode).toBe(4500);
    expect(peer.of('ack').map(({ commandId }) => commandId)).toEqual([mine.id]);
    expect(peer.closeCode).toBe(4500);
    expect(server.stats()).toMatchObject({ openConnections: 0, openTenants: 0 });
  });

  test('[NODE6] those who are asked to go are asked to come back one after the other', async () => {
    const { owner, join, server } = syncFixture({ connectionsPerUser: 50 });
    const peers = await Promise.all(Array.from({ length: 40 }, () => join(owner)));
    await server.close({ graceMs: 0 });
    const waits = peers.flatMap((peer) => peer.of('goAway').map(({ reconnectAfterMs }) => reconnectAfterMs));
    expect(new Set(waits).size).toBe(40);
    expect(Math.max(...waits)).toBeLessThan(1_000);
  });

  test('[SESS8] a tenant whose last connection left is let go after a while', async () => {
    const { owner, join, server, clock } = syncFixture();
    const peer = await join(owner);
    expect(server.stats().openTenants).toBe(1);
    peer.connection?.closed();
    await clock.advance(31_000);
    expect(server.stats()).toMatchObject({ openConnections: 0, openTenants: 0 });
  });
});

describe('commands', () => {
  test('[SESS20] the actor is the session, whatever the frame says; the outcome comes back under the id', async () => {
    const { engine, join, command } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project();
    const peer = await join(agent.id);
    const mine = command(createWorkItem(newId(), { project: project.id, title: 'Mine' }));
    const forged = { ...mine, actor: { personId: engine.world.owner, via: 'system' }, origin: {} };
    await peer.command(Object.assign({ ...mine }, forged));

    const event = engine.world.log.at(-1);
    expect(event?.actor).toEqual({ personId: agent.id, via: 'web' });
    expect(event?.origin).toBeUndefined();
    expect(peer.of('ack')).toMatchObject([{ commandId: mine.id, version: 1, lastPosition: event?.position }]);
  });

  test('[SESS21] a refusal comes back as the engine gave it', async () => {
    const { engine, join, command } = syncFixture();
    const reader = engine.world.person({ role: 'readOnly' });
    const project = engine.world.project();
    const peer = await join(reader.id);
    await peer.command(command(createWorkItem(newId(), { project: project.id, title: 'No' })));
    expect(peer.of('refused')).toMatchObject([{ refusal: { code: 'FORBIDDEN' } }]);
  });

  test('[SESS22] the same id again gets the same outcome', async () => {
    const { engine, owner, join, command } = syncFixture();
    const project = engine.world.project();
    const mine = command(createWorkItem(newId(), { project: project.id, title: 'Once' }));
    const first = await join(owner);
    await first.command(mine);
    const second = await join(owner);
    await second.command(mine);
    expect(second.of('ack')).toEqual(first.of('ack'));
    expect(engine.world.log.filter(({ commandId }) => commandId === mine.id)).toHaveLength(1);
  });

  test('[SESS23] an undecided command is said to have arrived, once, and only if it takes a while', async () => {
    const { engine, owner, join, clock, command } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner);
    await peer.command(command(createWorkItem(newId(), { project: project.id, title: 'Quick' })));
    await clock.advance(200);
    expect(peer.of('received')).toEqual([]);

    let open = () => {};
    engine.gate = new Promise((go) => {
      open = go;
    });
    const slow = command(createWorkItem(newId(), { project: project.id, title: 'Slow' }));
    await peer.command(slow);
    await clock.advance(500);
    expect(peer.of('received')).toEqual([{ kind: 'received', commandId: slow.id }]);
    open();
    await settle();
    expect(peer.of('ack').at(-1)?.commandId).toBe(slow.id);
  });

  test('[SESS24] more commands in flight than allowed are refused for now, and nothing is lost', async () => {
    const { engine, owner, join, command } = syncFixture({ commandsInFlight: 2 });
    const project = engine.world.project();
    const peer = await join(owner);
    let open = () => {};
    engine.gate = new Promise((go) => {
      open = go;
    });
    for (const title of ['a', 'b', 'c']) {
      await peer.command(command(createWorkItem(newId(), { project: project.id, title })));
    }
    expect(peer.of('refused')).toMatchObject([{ refusal: { code: 'RATE_LIMITED' } }]);
    open();
    await settle();
    expect(peer.of('ack')).toHaveLength(2);
  });

  test('[SESS25] a store that is away refuses with UNAVAILABLE, and the connection stays', async () => {
    const { engine, owner, join, command } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner);
    engine.lost = true;
    const mine = command(createWorkItem(newId(), { project: project.id, title: 'Later' }));
    await peer.command(mine);
    expect(peer.of('refused')).toMatchObject([{ refusal: { code: 'UNAVAILABLE' } }]);
    engine.lost = false;
    await peer.command(mine);
    expect(peer.of('ack')).toHaveLength(1);
    expect(peer.closeCode).toBeUndefined();
  });

  test('[SESS26] after the person is put out nothing of theirs is decided', async () => {
    const { engine, join, command } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await join(agent.id);
    engine.held = true;
    engine.run(deactivatePerson(agent, {}));
    const before = engine.world.log.length;
    await peer.command(command(updateWorkItem(item, { set: { title: 'Too late' } })));
    expect(peer.of('refused')).toMatchObject([{ refusal: { code: 'FORBIDDEN' } }]);
    expect(engine.world.log).toHaveLength(before);
  });
});

describe('limits', () => {
  test('[SESS30] bytes that are no frame end with a typed problem and 4400', async () => {
    const { owner, join } = syncFixture();
    const peer = await join(owner);
    peer.putBytes(Uint8Array.from([0xff, 0xff, 0xff]));
    expect([peer.closeCode, peer.problems]).toEqual([4400, ['BAD_FRAME']]);
  });

  test('[SESS31] a command with bad contents is refused, the connection stays', async () => {
    const { owner, join, command } = syncFixture();
    const peer = await join(owner);
    const bad = {
      ...command({ name: 'x', recordId: newId(), baseVersion: 0, input: {} }),
      recordId: 'no id',
    };
    await peer.command(bad);
    expect(peer.of('refused')).toMatchObject([{ commandId: bad.id, refusal: { code: 'INVALID_INPUT' } }]);
    expect(peer.closeCode).toBeUndefined();
  });

  test('[SESS32] a frame over the limit ends with 4413', async () => {
    const { owner, join } = syncFixture({ frameBytes: 1_000 });
    const peer = await join(owner);
    peer.putBytes(new Uint8Array(1_001));
    expect([peer.closeCode, peer.problems]).toEqual([4413, ['TOO_LARGE']]);
  });

  test('[SESS33] too many frames: a warning, refusals for now, and in the end 4429', async () => {
    const rate = { points: 20, seconds: 4 };
    const much = { points: 10_000, seconds: 4 };
    const { engine, owner, join, command, clock } = syncFixture({
      rates: { connection: rate, user: much, ip: much, tenant: much },
    });
    const project = engine.world.project();
    const peer = await join(owner);
    const send = () => peer.command(command(createWorkItem(newId(), { project: project.id, title: 'x' })));

    for (let sent = 0; sent < 19; sent++) await send();
    expect(peer.of('ack')).toHaveLength(19);
    await send();
    expect(peer.problems).toEqual(['RATE_LIMITED']);
    expect(peer.of('refused')).toMatchObject([{ refusal: { code: 'RATE_LIMITED' } }]);

    await clock.advance(4_000);
    await send();
    expect(peer.of('ack')).toHaveLength(20);

    for (let sent = 0; sent < 60; sent++) await send();
    expect(peer.closeCode).toBe(4429);
  });

  test('[SESS34] all connections of a user share a limit', async () => {
    const much = { points: 10_000, seconds: 4 };
    const { owner, join, engine, command } = syncFixture({
      rates: { connection: much, user: { points: 40, seconds: 60 }, ip: much, tenant: much },
    });
    const project = engine.world.project();
    const peers = await Promise.all([join(owner), join(owner), join(owner)]);
    for (let round = 0; round < 40; round++) {
      for (const peer of peers) {
        await peer.command(command(createWorkItem(newId(), { project: project.id, title: 'x' })));
      }
    }
    expect(peers.flatMap((peer) => peer.problems)).toContain('RATE_LIMITED');
  });

  test('[SESS24] commands that wait may have so many bytes together; one alone is taken however long', async () => {
    const { engine, owner, join, command } = syncFixture({ commandBytesInFlight: 10_000 });
    const project = engine.world.project();
    const peer = await join(owner);
    let open = () => {};
    engine.gate = new Promise((go) => {
      open = go;
    });
    const long = () =>
      command(
        createWorkItem(newId(), { project: project.id, title: 'Long', description: 'x'.repeat(12_000) }),
      );
    await peer.command(long());
    const second = long();
    await peer.command(second);
    expect(peer.of('refused')).toMatchObject([
      { commandId: second.id, refusal: { code: 'RATE_LIMITED', details: { retryAfterMs: 100 } } },
    ]);
    open();
    await settle();
    await peer.command(second);
    expect(peer.of('ack')).toHaveLength(2);
  });

  test('[SESS36] whoever sends without ever reading is let go before memory fills up', async () => {
    const { owner, join, engine, command } = syncFixture({ mostBufferedBytes: 5_000 });
    const project = engine.world.project();
    const peer = await join(owner);
    peer.stalled = true;
    for (let round = 0; round < 200 && peer.closeCode === undefined; round++) {
      await peer.command(command(createWorkItem(newId(), { project: project.id, title: 'x' })));
    }
    expect(peer.closeCode).toBe(4508);
    expect(peer.bufferedAmount).toBeLessThan(6_000);
  });

  test('[SESS35] a user has a bounded number of connections', async () => {
    const { owner, join, identified, server } = syncFixture({ connectionsPerUser: 2 });
    await join(owner);
    await join(owner);
    const third = new TestPeer(server, identified(owner));
    expect([third.closeCode, third.problems]).toEqual([4429, ['RATE_LIMITED']]);
  });
});

test('[SESS37] the numbers tell what goes on', async () => {
  const { server, engine, owner, listen, command } = syncFixture();
  const project = engine.world.project();
  const peer = await listen(owner, projectScope(project.id));
  await peer.command(command(createWorkItem(newId(), { project: project.id, title: 'x' })));
  peer.putBytes(Uint8Array.of(255));
  expect(server.stats()).toMatchObject({
    connections: 1,
    openConnections: 0,
    openTenants: 1,
    framesIn: 4,
    commands: 1,
    badFrames: 1,
    closed: { 4400: 1 },
    slowConnections: 0,
    bufferedBytes: 0,
  });
});

describe('presence', () => {
  test('[PRES1] is told to those subscribed to the scope, with the person of the session', async () => {
    const { engine, owner, listen, clock } = syncFixture();
    const project = engine.world.project();
    const scope = projectScope(project.id);
    const agent = engine.world.person({ role: 'agent' });
    const one = await listen(owner, scope);
    const two = await listen(agent.id, scope);
    const elsewhere = await listen(owner, WORKSPACE_SCOPE);

    await two.presence(scope, { viewing: project.id, personId: owner });
    await clock.advance(60);

    expect(one.of('presence')).toMatchObject([
      { scope, full: false, entries: [{ personId: agent.id, state: { viewing: project.id } }] },
    ]);
    expect(elsewhere.of('presence')).toEqual([]);
  });

  test('[PRES2] many changes within a tick are one frame, with the newest state', async () => {
    const { engine, owner, listen, clock } = syncFixture();
    const scope = projectScope(engine.world.project().id);
    const one = await listen(owner, scope);
    const two = await listen(owner, scope);
    for (let x = 0; x < 30; x++) await two.presence(scope, { x });
    await clock.advance(60);
    expect(one.of('presence').map(({ entries }) => entries.map(({ state }) => state))).toEqual([[{ x: 29 }]]);
  });

  test('[PRES3] a new listener gets the whole list; leaving, unsubscribing and closing clear it', async () => {
    const { engine, owner, join, listen, clock } = syncFixture();
    const scope = projectScope(engine.world.project().id);
    const head = engine.world.log.length;
    const peers = await Promise.all([1, 2, 3].map(() => listen(owner, scope)));
    for (const [at, peer] of peers.entries()) await peer.presence(scope, { at });
    await clock.advance(60);

    const late = await join(owner);
    await late.subscribe(scope, head);
    expect(late.of('presence')).toMatchObject([
      { full: true, entries: [{ state: { at: 0 } }, { state: { at: 1 } }, { state: { at: 2 } }] },
    ]);
    late.clear();
    const [first, second, third] = peers;
    await first?.presence(scope, null);
    second?.put({ kind: 'unsubscribe', scope });
    third?.connection?.closed();
    await clock.advance(60);
    expect(late.of('presence').flatMap(({ entries }) => entries.map(({ state }) => state))).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('[PRES4] is bounded in size, and only for scopes one is subscribed to', async () => {
    const { engine, owner, listen, clock } = syncFixture();
    const scope = projectScope(engine.world.project().id);
    const one = await listen(owner, scope);
    const two = await listen(owner, WORKSPACE_SCOPE);
    await one.presence(scope, { text: 'x'.repeat(3_000) });
    await two.presence(scope, { intruding: true });
    await clock.advance(60);
    expect(one.problems).toEqual(['LIMIT_EXCEEDED']);
    expect(one.of('presence')).toEqual([]);
  });

  test('[PRES5] a connection is present in a bounded number of scopes, and a scope shows a bounded number', async () => {
    const { engine, owner, listen, clock } = syncFixture({ presenceScopes: 2, presenceEntries: 2 });
    const scopes = ['ONE', 'TWO', 'TRE'].map((key) => projectScope(engine.world.project({ key }).id));
    const [first = '', second = '', third = ''] = scopes;
    const one = await listen(owner, ...scopes);
    for (const scope of scopes) await one.presence(scope, { in: scope });
    expect(one.of('problem')).toMatchObject([{ code: 'LIMIT_EXCEEDED', details: { scope: third } }]);
    await one.presence(second, null);
    await one.presence(third, { in: third });
    const [two, late] = [await listen(owner, first), await listen(owner, first)];
    await two.presence(first, { n: 2 });
    await late.presence(first, { n: 3 });
    await clock.advance(60);
    expect([one.problems.length, two.problems, late.problems]).toEqual([1, [], ['LIMIT_EXCEEDED']]);
    const states = late.of('presence').flatMap(({ entries }) => entries.map(({ state }) => state));
    expect(states).toEqual([{ in: first }, { n: 2 }]);
  });

  test('[PRES6] where presence costs much it comes less often, with the newest state', async () => {
    const { engine, owner, listen, clock } = syncFixture({ presenceBytesPerSecond: 1_000 });
    const scope = projectScope(engine.world.project().id);
    const peers = await Promise.all([1, 2, 3, 4].map(() => listen(owner, scope)));
    const [first] = peers;
    for (let tick = 0; tick < 20; tick++) {
      for (const peer of peers) await peer.presence(scope, { tick });
      await clock.advance(50);
    }
    const frames = first?.of('presence') ?? [];
    expect(frames.length).toBeLessThan(4);
    await clock.advance(10_000);
    const last = first?.of('presence').at(-1)?.entries;
    expect(last?.map(({ state }) => state)).toEqual(peers.map(() => ({ tick: 19 })));
  });
});

function anyCommand() {
  const issuedAt = '2026-01-01T00:00:00.000Z';
  return { id: newId(), name: 'workspace.update', recordId: newId(), baseVersion: 1, input: {}, issuedAt };
}
