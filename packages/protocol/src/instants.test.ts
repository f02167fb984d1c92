import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInstant } from './instants.ts';
import { instant } from './testing/frame-arbitraries.ts';

test('[WIRE9] every instant in our spelling is one', () => {
  fc.assert(fc.property(instant, isInstant));
});

test.each([
  '',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  '2026-01-31T12:00:00.000+00:00',
  '2026-02-30T12:00:00.000Z',
  '2026-01-31T25:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  ' 2026-01-31T12:00:00.000Z',
  20260131,
  null,
])('[WIRE9] %j is none', (value) => {
  expect(isInstant(value)).toBe(false);
});
