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
