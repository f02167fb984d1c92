import { expect, test } from 'vitest';
import { closedLoop } from './closed-loop.ts';
import { pairedRuns } from './paired-runs.ts';

test('every client has one call under way at a time', async () => {
  const underWay = new Map<number, number>();
  let most = 0;
  const { latencies } = await closedLoop({ clients: 3, warmUpMs: 0, measureMs: 30 }, async (client) => {
    const now = (underWay.get(client) ?? 0) + 1;
    underWay.set(client, now);
    most = Math.max(most, now);
    await new Promise(setImmediate);
    underWay.set(client, now - 1);
  });
  expect(most).toBe(1);
  expect([...underWay.keys()]).toEqual([0, 1, 2]);
  expect(latencies.length).toBeGreaterThan(0);
});

test('a call that outlasts the time measured is measured all the same', async () => {
  const loop = { clients: 2, warmUpMs: 0, measureMs: 0 };
  const { perSecond, latencies } = await closedLoop(loop, () => new Promise(setImmediate));
  expect(latencies.length).toBe(1);
  expect(perSecond).toBeGreaterThan(0);
  expect(perSecond).toBeLessThan(Number.POSITIVE_INFINITY);
});

test('what fails stops the loop', async () => {
  const loop = closedLoop({ clients: 2, warmUpMs: 0, measureMs: 10_000 }, () =>
    Promise.reject(new Error('no')),
  );
  await expect(loop).rejects.toThrow('no');
});

test('candidates take turns', async () => {
  const order: string[] = [];
  const say = (name: string) => async () => order.push(name);
  const figures = await pairedRuns(2, { a: say('a'), b: say('b') });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
  expect(figures).toEqual({ a: [1, 3], b: [2, 4] });
});
