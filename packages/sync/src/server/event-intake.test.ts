import { createWorkItem, projectScope, updateProject } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle, VirtualClock } from '../shared/testing/virtual-clock.ts';
import { EventIntake } from './event-intake.ts';
import { SILENT } from './logger.ts';
import type { PlacedEvent } from './sync-engine.ts';
import { MemoryEngine } from './testing/memory-engine.ts';
import { syncFixture } from './testing/sync-fixture.ts';

test('[WIRE16] a taker that fails gets the same events again, and the next ones after them', async () => {
  const engine = new MemoryEngine();
  const clock = new VirtualClock();
  const { tenantId } = engine;
  const taken: number[] = [];
  let isFailing = true;
  const taker = async (events: readonly PlacedEvent[]) => {
    if (isFailing) throw new Error('The database is away');
    for (const { position } of events) taken.push(position);
  };
  const intake = new EventIntake({ engine, tenantId, clock, logger: SILENT }, 0, taker);
  await settle();
  const project = engine.world.project();
  await clock.advance(2_000);
  engine.run(updateProject(project, { name: 'Other' }));
  expect(taken).toEqual([]);
  isFailing = false;
  await clock.advance(1_000);

  expect(taken).toEqual(engine.world.log.map(({ position }) => position));
  await intake.close();
});

test('[WIRE16] after close nothing is handed over', async () => {
  const engine = new MemoryEngine();
  const { tenantId } = engine;
  const taken: number[] = [];
  const taker = async (events: readonly PlacedEvent[]) => {
    taken.push(events.length);
  };
  const clock = new VirtualClock();
  const intake = new EventIntake({ engine, tenantId, clock, logger: SILENT }, engine.world.log.length, taker);
  await intake.close();
  engine.world.project();
  await settle();
  expect(taken).toEqual([]);
});

test('[WIRE16] a store that was away while a subscription was opened ends the connection with UNAVAILABLE', async () => {
  const { engine, owner, join } = syncFixture();
  const project = engine.world.project();
  const peer = await join(owner);
  engine.run(createWorkItem(newId(), { project: project.id, title: 'x' }));
  await settle();
  engine.lost = true;
  await peer.subscribe(projectScope(newId()), 1);
  expect([peer.closeCode, peer.problems]).toEqual([4500, ['UNAVAILABLE']]);
});

test('[WIRE17] a fan-out that a bug left half-way is thrown away: its connections end with 4500, new ones work', async () => {
  const { engine, owner, join, listen, server } = syncFixture();
  const project = engine.world.project();
  const follow = engine.follow.bind(engine);
  const listeners: Parameters<typeof engine.follow>[2][] = [];
  engine.follow = (tenantId, after, listener) => {
    listeners.push(listener);
    return follow(tenantId, after, listener);
  };
  const peer = await listen(owner, projectScope(project.id));
  const [event] = await engine.readEvents(engine.tenantId, { after: 0, upTo: 1, limit: 1 });
  if (!event) throw new Error('No event');
  await listeners[0]?.({ events: [{ ...event, position: 1_000 }], head: 1_000 });
  expect(peer.closeCode).toBe(4500);

  const again = await join(owner);
  await again.subscribe(projectScope(project.id), engine.world.log.length);
  engine.world.item(project);
  engine.run(updateProject(project, { name: 'Other' }));
  await settle();
  expect(again.events.map(({ name }) => name)).toEqual(['work_item.created', 'project.updated']);
  expect(server.stats()).toMatchObject({ openConnections: 1, openTenants: 1 });
});
