import { expect, test } from 'vitest';
import { quickly } from './measure/quickly.ts';

const LONG = 180_000;

test('the client benchmark measures us and its peer', { timeout: LONG }, async () => {
  const comparison = {
    changeP99Ms: expect.any(Number),
    peerChangeP99Ms: expect.any(Number),
    ratioOfMemory: expect.any(Number),
  };
  expect(await quickly('client')).toMatchObject({ small: comparison, large: comparison });
});

test('the fault score plays trouble on both sides, and counts every write', { timeout: LONG }, async () => {
  const none = { lost: 0, doubled: 0, blocked: 0 };
  const { scenarios } = await quickly('faults');
  expect(scenarios).toMatchObject([{ writes: 2, ours: none, peer: none }]);
});
