import { newId } from '@atrium/protocol';
import { expect, test, vi } from 'vitest';
import { busContract } from './bus.contract.ts';
import { BusHub } from './bus-hub.ts';
import { OtherNodes } from './other-nodes.ts';
import { soleBus } from './sole-bus.ts';

busContract('nodes in one process', async () => {
  const hub = new BusHub({ beatMs: 10, silenceMs: 200 });
  return {
    key: hub.key,
    prefix: hub.prefix,
    join: () => hub.join(),
    say: async (channel, text) => hub.say(channel, text),
    lose: async () => hub.cut(),
    find: async () => hub.mend(),
    close: async () => undefined,
  };
});

test('[BUS2] the only node there is says nothing to anyone, and counts for itself', async () => {
  const bus = soleBus();
  bus.publish({ subject: 'head', tenantId: newId() }, { head: 1 });
  const stop = bus.subscribe({ subject: 'head', tenantId: newId() }, { heard: () => undefined });
  stop();
  const rate = bus.rate('frames', { points: 1, seconds: 60 });
  expect([await rate.take('user', 1), (await rate.take('user', 1)) > 0]).toEqual([0, true]);
  expect([await bus.seats.take('user', 'a'), await bus.seats.take('user', 'b')]).toEqual([1, 2]);
  expect(bus).toMatchObject({ state: 'alone', counts: { sent: 0, nodes: 0 } });
  await bus.close();
});

test('[BUS5] a process that stood still has lost nobody', async () => {
  const hub = new BusHub({ beatMs: 10, silenceMs: 200 });
  const [one, other] = [hub.join(), hub.join()];
  const told: string[] = [];
  one.watchNodes({ gone: () => told.push('gone'), back: () => told.push('back') });
  await vi.waitFor(() => expect([one.state, one.counts.nodes]).toEqual(['connected', 1]), { interval: 5 });
  const { sent } = one.counts;
  for (const end = performance.now() + 500; performance.now() < end; );
  await vi.waitFor(() => expect(one.counts.sent).toBeGreaterThan(sent + 1), { interval: 5 });
  expect([one.counts.losses, told]).toEqual([0, []]);
  await one.close();
  await other.close();
});

test('[BUS5] whoever makes up nodes fills no memory', () => {
  const gone: string[] = [];
  const nodes = new OtherNodes(100, { gone: (node) => gone.push(node), back: () => undefined });
  for (let made = 0; made < 5_000; made++) nodes.heard(newId(), 0);
  expect(nodes.size).toBe(1_000);
  nodes.sweep(1_000);
  expect([nodes.size, gone.length]).toEqual([0, 1_000]);
});
