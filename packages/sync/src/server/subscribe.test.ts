import {
  createWorkItem,
  deleteProject,
  projectScope,
  recordScope,
  restoreProject,
  setProjectMember,
  updateProject,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { newId } from '@atrium/protocol';
import { describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/virtual-clock.ts';
import { syncFixture } from './testing/sync-fixture.ts';

describe('subscribing', () => {
  test('[WIRE30] what was missed comes with the answer, what follows comes live, nothing twice', async () => {
    const { engine, owner, join } = syncFixture();
    const project = engine.world.project();
    const from = engine.world.log.length;
    const item = engine.world.item(project);
    const peer = await join(owner);

    const subscribed = await peer.subscribe(projectScope(project.id), from);
    engine.run(updateWorkItem(item, { set: { title: 'Live' } }));
    await settle();

    expect(subscribed).toMatchObject({ reset: false, position: from + 1 });
    expect(subscribed?.events.map(({ version }) => version)).toEqual([1]);
    expect(peer.events.map(({ version }) => version)).toEqual([2]);
  });

  test('[WIRE30] the answer holds the scope alone, not what others show', async () => {
    const { engine, owner, join } = syncFixture();
    const one = engine.world.project();
    const other = engine.world.project({ key: 'OTH' });
    const from = engine.world.log.length;
    engine.world.item(one);
    engine.world.item(other);
    const peer = await join(owner);

    const subscribed = await peer.subscribe(projectScope(one.id), from);

    expect(subscribed?.events.map(({ patch }) => patch.set.project)).toEqual([one.id]);
  });

  test('[WIRE31] position 0 asks for a reset, and the scope stays silent until it is asked for again', async () => {
    const { engine, owner, join } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner);

    const subscribed = await peer.subscribe(projectScope(project.id), 0);
    engine.world.item(project);
    engine.run(updateProject(project, { name: 'Other' }));
    await settle();

    expect(subscribed).toMatchObject({ reset: true, events: [] });
    expect(peer.events).toEqual([]);
  });

  test('[WIRE31] too far behind is a reset; just inside the window is not', async () => {
    const { engine, owner, join } = syncFixture({ resumeEvents: 10 });
    const project = engine.world.project();
    const first = await join(owner);
    for (let made = 0; made < 20; made++)
      engine.run(createWorkItem(newId(), { project: project.id, title: 'x' }));
    await settle();
    const head = engine.world.log.length;

    expect(await first.subscribe(projectScope(project.id), head - 10)).toMatchObject({ reset: false });
    expect(await first.subscribe(projectScope(project.id), head - 11)).toMatchObject({ reset: true });
  });

  test('[WIRE31] after a restart of the server what was missed is read from the log', async () => {
    const { engine, owner, join } = syncFixture();
    const project = engine.world.project();
    const from = engine.world.log.length;
    for (let made = 0; made < 30; made++) engine.world.item(project);
    const peer = await join(owner);

    const subscribed = await peer.subscribe(projectScope(project.id), from + 5);

    expect(subscribed?.reset).toBe(false);
    expect(subscribed?.events.map(({ position }) => position)).toEqual(
      Array.from({ length: 25 }, (_, at) => from + 6 + at),
    );
  });

  test('[WIRE31] a position that the log never reached is a reset', async () => {
    const { engine, owner, join } = syncFixture();
    const peer = await join(owner);
    expect(await peer.subscribe(WORKSPACE_SCOPE, engine.world.log.length + 7)).toMatchObject({ reset: true });
  });

  test('[WIRE32] a position ahead of the fan-out is waited for', async () => {
    const { engine, owner, join } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner);
    engine.held = true;
    engine.run(createWorkItem(newId(), { project: project.id, title: 'Ahead' }));

    expect(await peer.subscribe(projectScope(project.id), engine.world.log.length)).toBeUndefined();
    engine.release();
    await settle();

    expect(peer.of('subscribed')).toMatchObject([
      { reset: false, position: engine.world.log.length, events: [] },
    ]);
    expect(peer.events).toEqual([]);
  });

  test('[WIRE33] a project made a moment ago can be subscribed to before its event was delivered', async () => {
    const { engine, owner, join } = syncFixture();
    const peer = await join(owner);
    engine.held = true;
    const project = engine.world.project();
    peer.put({ kind: 'subscribe', scope: projectScope(project.id), fromPosition: 0 });
    await settle();
    engine.release();
    await settle();

    expect(peer.of('withdrawn')).toEqual([]);
    expect(peer.of('subscribed')).toHaveLength(1);
  });

  test('[WIRE34] rights that changed meanwhile reset the workspace scope, and only for those concerned', async () => {
    const { engine, join } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project({ visibility: 'private' });
    const from = engine.world.log.length;
    engine.run(setProjectMember(project, { personId: agent.id, role: 'member' }));
    const peer = await join(agent.id);

    expect(await peer.subscribe(WORKSPACE_SCOPE, from)).toMatchObject({ reset: true });
    expect(await peer.subscribe(WORKSPACE_SCOPE, engine.world.log.length)).toMatchObject({ reset: false });
  });

  test('[WIRE35] what may not be seen and what does not exist look alike', async () => {
    const { engine, join } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const secret = engine.world.project({ visibility: 'private' });
    const item = engine.world.item(secret);
    const peer = await join(agent.id);
    const scopes = [
      projectScope(secret.id),
      recordScope(item.id),
      recordScope(secret.id),
      projectScope(newId()),
      recordScope(newId()),
      projectScope(item.id),
      'project:../..',
      'everything',
    ];

    for (const scope of scopes) await peer.subscribe(scope, engine.world.log.length);

    expect(peer.of('withdrawn')).toEqual(
      scopes.map((scope) => ({ kind: 'withdrawn', scope, reason: 'not_found' })),
    );
    expect(peer.of('subscribed')).toEqual([]);
  });

  test('[WIRE35] a deleted project is closed until it is restored', async () => {
    const { engine, owner, join } = syncFixture();
    const project = engine.world.project();
    const deleted = engine.run(deleteProject(project));
    const peer = await join(owner);
    const scope = projectScope(project.id);
    await peer.subscribe(scope, engine.world.log.length);
    expect(peer.of('withdrawn')).toHaveLength(1);

    engine.run(restoreProject(deleted));
    await settle();
    expect(await peer.subscribe(scope, engine.world.log.length)).toMatchObject({ reset: false });
  });

  test('[WIRE36] unsubscribing ends the deltas, also while the answer is on its way', async () => {
    const { engine, owner, join } = syncFixture();
    const project = engine.world.project();
    const peer = await join(owner);
    const scope = projectScope(project.id);
    await peer.subscribe(scope, engine.world.log.length);
    peer.put({ kind: 'unsubscribe', scope });
    peer.put({ kind: 'subscribe', scope: WORKSPACE_SCOPE, fromPosition: engine.world.log.length });
    peer.put({ kind: 'unsubscribe', scope: WORKSPACE_SCOPE });
    await settle();

    engine.world.item(project);
    engine.run(updateProject(project, { name: 'Other' }));
    await settle();

    expect(peer.of('subscribed')).toHaveLength(1);
    expect(peer.events).toEqual([]);
  });

  test('[WIRE37] a connection has a bounded number of subscriptions', async () => {
    const { engine, owner, join } = syncFixture({ subscriptions: 2 });
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await join(owner);
    const head = engine.world.log.length;
    await peer.subscribe(WORKSPACE_SCOPE, head);
    await peer.subscribe(projectScope(project.id), head);
    await peer.subscribe(recordScope(item.id), head);
    await peer.subscribe(WORKSPACE_SCOPE, head);

    expect(peer.of('withdrawn')).toMatchObject([{ scope: recordScope(item.id), reason: 'limit' }]);
    expect(peer.of('subscribed')).toHaveLength(3);
  });
});

describe('a slow reader', () => {
  const slow = { bufferedBytes: 2_000, drainPollMs: 50, slowReaderMs: 1_000, sweepMs: 100 };

  test('[WIRE40] is given nothing more over its budget, and what it missed once it has drained', async () => {
    const { engine, owner, listen, clock } = syncFixture(slow);
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await listen(owner, projectScope(project.id));
    peer.stalled = true;

    for (let round = 0; round < 200; round++) {
      engine.run(updateWorkItem(engine.world.get(item.id), { set: { title: `Title ${round}` } }));
      if (round % 10 === 0) await settle();
    }
    await settle();
    expect(peer.bufferedAmount).toBeLessThan(2_000 + 20_000);
    expect(peer.events.length).toBeLessThan(200);

    peer.drain();
    await clock.advance(60);
    expect(peer.events.map(({ version }) => version)).toEqual(Array.from({ length: 200 }, (_, at) => at + 2));
    expect(peer.of('deltas').at(-1)?.position).toBe(engine.world.log.length);
  });

  test('[WIRE41] that missed more than the window holds is reset', async () => {
    const { engine, owner, listen, clock } = syncFixture({ ...slow, resumeEvents: 20 });
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await listen(owner, projectScope(project.id));
    peer.stalled = true;
    for (let round = 0; round < 100; round++) {
      engine.run(updateWorkItem(engine.world.get(item.id), { set: { title: `Title ${round}` } }));
      await settle();
    }
    peer.drain();
    await clock.advance(60);

    expect(peer.of('subscribed')).toMatchObject([{ scope: projectScope(project.id), reset: true }]);
  });

  test('[WIRE42] that does not drain in time is let go with 4508', async () => {
    const { engine, owner, listen, clock } = syncFixture(slow);
    const project = engine.world.project();
    const peer = await listen(owner, projectScope(project.id));
    peer.stalled = true;
    for (let round = 0; round < 50; round++) {
      engine.run(createWorkItem(newId(), { project: project.id, title: 'x' }));
      await settle();
    }
    await clock.advance(1_500);
    expect(peer.closeCode).toBe(4508);
  });

  test('[WIRE43] hears of rights it lost while it was behind, and never gets the rows', async () => {
    const { engine, listen, clock } = syncFixture(slow);
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await listen(agent.id, WORKSPACE_SCOPE, projectScope(project.id));
    peer.stalled = true;
    for (let round = 0; round < 50; round++) {
      engine.run(updateWorkItem(engine.world.get(item.id), { set: { title: `Open ${round}` } }));
      await settle();
    }
    engine.run(updateProject(project, { visibility: 'private' }));
    engine.run(updateWorkItem(engine.world.get(item.id), { set: { title: 'Secret' } }));
    await settle();
    peer.drain();
    await clock.advance(60);

    expect(peer.of('withdrawn').map(({ scope }) => scope)).toEqual([projectScope(project.id)]);
    expect(peer.of('subscribed')).toMatchObject([{ scope: WORKSPACE_SCOPE, reset: true }]);
    expect(JSON.stringify(peer.frames)).not.toContain('Secret');
  });

  test('[WIRE40] a subscription asked for while behind is answered after the rest', async () => {
    const { engine, owner, listen, clock } = syncFixture(slow);
    const project = engine.world.project();
    const peer = await listen(owner, projectScope(project.id));
    peer.stalled = true;
    for (let round = 0; round < 50; round++) {
      engine.run(createWorkItem(newId(), { project: project.id, title: 'x' }));
      await settle();
    }
    await peer.subscribe(WORKSPACE_SCOPE, engine.world.log.length);
    expect(peer.of('subscribed')).toEqual([]);
    peer.drain();
    await clock.advance(60);

    expect(peer.of('subscribed')).toMatchObject([{ scope: WORKSPACE_SCOPE, reset: false }]);
    expect(peer.events).toHaveLength(50);
  });
});
