import {
  createComment,
  createPerson,
  createProject,
  createWorkItem,
  deactivatePerson,
  deleteProject,
  projectScope,
  recordScope,
  removeProjectMember,
  setPersonRole,
  setProjectMember,
  updateProject,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/virtual-clock.ts';
import { syncFixture } from './testing/sync-fixture.ts';

describe('what a connection is given', () => {
  test('[WIRE10] an event reaches the connections subscribed to a scope of its record, and no others', async () => {
    const { engine, owner, listen } = syncFixture();
    const { world } = engine;
    const one = world.project();
    const other = world.project({ key: 'OTH' });
    const item = world.item(one);
    const inProject = await listen(owner, projectScope(one.id));
    const elsewhere = await listen(owner, projectScope(other.id), WORKSPACE_SCOPE);
    const onItem = await listen(owner, recordScope(item.id));

    engine.run(updateWorkItem(item, { set: { title: 'Renamed' } }));
    await settle();

    expect(inProject.events.map(({ name }) => name)).toEqual(['work_item.updated']);
    expect(onItem.events).toHaveLength(1);
    expect(elsewhere.events).toEqual([]);
  });

  test('[WIRE10] a comment comes with the record it hangs on, its count with the project', async () => {
    const { engine, owner, listen } = syncFixture();
    const project = engine.world.project();
    const item = engine.world.item(project);
    const inProject = await listen(owner, projectScope(project.id));
    const onItem = await listen(owner, recordScope(item.id));

    engine.run(createComment(engine.world.newId(), { subject: item.id, body: 'Well done' }));
    await settle();

    expect(inProject.events.map(({ recordType }) => recordType)).toEqual(['work_item']);
    expect(onItem.events.map(({ recordType }) => recordType).sort()).toEqual(['comment', 'work_item']);
  });

  test('[WIRE11] events come in the order of the log, each once, however many scopes show them', async () => {
    const { engine, owner, listen } = syncFixture();
    const project = engine.world.project();
    const peer = await listen(owner, WORKSPACE_SCOPE, projectScope(project.id), recordScope(project.id));

    for (let round = 0; round < 20; round++) {
      engine.run(updateProject(engine.world.get(project.id), { name: `Name ${round}` }));
      if (round % 5 === 0) await settle();
    }
    await settle();

    expect(peer.events.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, at) => at + 2));
  });

  test('[WIRE12] a batch never exceeds the limits, and its position covers exactly what was sent', async () => {
    const { engine, owner, listen } = syncFixture({ batchEvents: 3 });
    const project = engine.world.project();
    const peer = await listen(owner, projectScope(project.id));

    engine.held = true;
    for (let made = 0; made < 8; made++) engine.world.item(project, { title: `Item ${made}` });
    engine.release();
    await settle();

    expect(peer.of('deltas').map(({ events }) => events.length)).toEqual([3, 3, 2]);
    for (const { position, events } of peer.of('deltas')) expect(position).toBe(events.at(-1)?.position);
  });

  test('[WIRE13] after an ack the position of it is told, even when nothing visible carries it', async () => {
    const { engine, owner, join, command } = syncFixture();
    const peer = await join(owner);
    const draft = createPerson(engine.world.newId(), { name: 'Nobody hears of it' });

    await peer.command(command(draft));

    const [ack] = peer.of('ack');
    expect(ack).toBeDefined();
    expect(peer.of('deltas').at(-1)?.position).toBeGreaterThanOrEqual(ack?.lastPosition ?? Infinity);
    expect(peer.events).toEqual([]);
  });

  test('[WIRE13] where a delta carries the position, no empty batch follows', async () => {
    const { engine, owner, listen, command } = syncFixture();
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await listen(owner, projectScope(project.id));

    await peer.command(command(updateWorkItem(item, { set: { title: 'Mine' } })));

    expect(peer.of('deltas')).toHaveLength(1);
    expect(peer.of('deltas')[0]?.position).toBe(peer.of('ack')[0]?.lastPosition);
  });

  test('[WIRE14] a connection that sees nothing for long is told the position all the same', async () => {
    const { engine, owner, listen } = syncFixture({ watermarkEvents: 10 });
    const quiet = engine.world.project();
    const busy = engine.world.project({ key: 'BUSY' });
    const peer = await listen(owner, projectScope(quiet.id));

    for (let made = 0; made < 10; made++) {
      engine.run(createWorkItem(engine.world.newId(), { project: busy.id, title: 'Elsewhere' }));
    }
    await settle();

    expect(peer.events).toEqual([]);
    expect(peer.of('deltas').at(-1)?.position).toBe(engine.world.log.length);
  });
});

describe('rights that change', () => {
  test('[WIRE20] a project that turns private is withdrawn from those outside, before anything else of it', async () => {
    const { engine, listen } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project();
    const item = engine.world.item(project);
    const peer = await listen(agent.id, WORKSPACE_SCOPE, projectScope(project.id), recordScope(item.id));

    engine.held = true;
    engine.run(updateProject(project, { visibility: 'private' }));
    engine.run(updateWorkItem(item, { set: { title: 'Secret' } }));
    engine.release();
    await settle();

    expect(peer.of('deltas').flatMap(({ withdrawn }) => withdrawn)).toEqual([
      { recordId: project.id, reason: 'rights' },
    ]);
    expect(peer.of('withdrawn')).toEqual([
      { kind: 'withdrawn', scope: projectScope(project.id), reason: 'rights' },
      { kind: 'withdrawn', scope: recordScope(item.id), reason: 'rights' },
    ]);
    expect(JSON.stringify(peer.frames)).not.toContain('Secret');
    expect(peer.events).toEqual([]);
  });

  test('[WIRE20] members of the private project go on as before', async () => {
    const { engine, owner, listen } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project({ members: { [agent.id]: 'member' } });
    const member = await listen(agent.id, WORKSPACE_SCOPE, projectScope(project.id));
    const admin = await listen(owner, WORKSPACE_SCOPE);

    engine.run(updateProject(project, { visibility: 'private' }));
    await settle();

    expect(member.events.map(({ name }) => name)).toEqual(['project.updated']);
    expect(admin.events).toHaveLength(1);
    expect(member.of('withdrawn')).toEqual([]);
  });

  test('[WIRE21] a private project that opens to someone is delivered whole, not as an event', async () => {
    const { engine, listen } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const project = engine.world.project({ visibility: 'private' });
    const peer = await listen(agent.id, WORKSPACE_SCOPE);

    const opened = engine.run(setProjectMember(project, { personId: agent.id, role: 'member' }));
    await settle();

    expect(peer.of('deltas').flatMap(({ records }) => records)).toEqual([opened]);
    expect(peer.events).toEqual([]);

    peer.clear();
    engine.run(removeProjectMember(opened, { personId: agent.id }));
    await settle();
    expect(peer.of('deltas').flatMap(({ withdrawn }) => withdrawn)).toHaveLength(1);
  });

  test('[WIRE22] a lowered role takes private projects away, a raised one brings them', async () => {
    const { engine, listen } = syncFixture();
    const admin = engine.world.person({ role: 'admin' });
    const project = engine.world.project({ visibility: 'private' });
    const peer = await listen(admin.id, WORKSPACE_SCOPE, projectScope(project.id));

    const lowered = engine.run(setPersonRole(admin, { role: 'agent' }));
    await settle();
    expect(peer.of('withdrawn').map(({ scope }) => scope)).toEqual([projectScope(project.id)]);
    expect(peer.of('deltas').flatMap(({ withdrawn }) => withdrawn.map(({ recordId }) => recordId))).toEqual([
      project.id,
    ]);
    expect(peer.events.map(({ name }) => name)).toEqual(['person.role_changed']);

    peer.clear();
    engine.run(setPersonRole(lowered, { role: 'admin' }));
    await settle();
    expect(peer.of('deltas').flatMap(({ records }) => records.map(({ id }) => id))).toEqual([project.id]);
  });

  test('[WIRE23] who is no longer a member is put out with 4403', async () => {
    const { engine, owner, listen } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const peer = await listen(agent.id, WORKSPACE_SCOPE);
    const other = await listen(owner, WORKSPACE_SCOPE);

    engine.run(deactivatePerson(agent, {}));
    await settle();

    expect(peer.closeCode).toBe(4403);
    expect(peer.problems).toEqual(['FORBIDDEN']);
    expect(peer.events).toEqual([]);
    expect(other.events).toHaveLength(1);
  });

  test('[WIRE24] a deleted project ends the subscriptions inside it', async () => {
    const { engine, owner, listen } = syncFixture();
    const project = engine.world.project();
    const peer = await listen(owner, WORKSPACE_SCOPE, projectScope(project.id));

    engine.run(deleteProject(project));
    await settle();

    expect(peer.of('withdrawn')).toEqual([
      { kind: 'withdrawn', scope: projectScope(project.id), reason: 'deleted' },
    ]);
    expect(peer.events.map(({ change }) => change)).toEqual(['deleted']);
  });

  test('[WIRE20] a private project made while one looks on is not seen', async () => {
    const { engine, listen } = syncFixture();
    const agent = engine.world.person({ role: 'agent' });
    const peer = await listen(agent.id, WORKSPACE_SCOPE);

    const id = engine.world.newId();
    engine.run(createProject(id, { key: 'SEC', name: 'Hidden', visibility: 'private' }));
    engine.run(createProject(engine.world.newId(), { key: 'PUB', name: 'Shown' }));
    await settle();

    expect(
      peer.events.filter(({ recordType }) => recordType === 'project').map(({ patch }) => patch.set.key),
    ).toEqual(['PUB']);
    expect((await peer.subscribe(projectScope(id), 1)) ?? 'nothing').toBe('nothing');
    expect(peer.of('withdrawn')).toEqual([
      { kind: 'withdrawn', scope: projectScope(id), reason: 'not_found' },
    ]);
  });
});
