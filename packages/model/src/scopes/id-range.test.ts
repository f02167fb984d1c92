import { derivedId, newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { isRangeCount, MOST_RANGES, rangeOf } from './id-range.ts';

test('[SCOPE3] every id falls into one range, and halving the ranges joins them in pairs', () => {
  const namespace = newId();
  for (let made = 0; made < 2_000; made++) {
    const id = made % 2 === 0 ? newId() : derivedId(namespace, String(made));
    const finest = rangeOf(id, MOST_RANGES);
    for (let count = 1; count <= MOST_RANGES; count *= 2) expect(rangeOf(id, count)).toBe(finest % count);
  }
});

test('[SCOPE3] ids spread evenly', () => {
  const sizes = new Array<number>(64).fill(0);
  for (let made = 0; made < 64_000; made++) {
    const range = rangeOf(newId(), 64);
    sizes[range] = (sizes[range] ?? 0) + 1;
  }
  for (const size of sizes) expect(size).toBeGreaterThan(500);
});

test('[SCOPE3] counts are powers of two up to 256', () => {
  const counts = Array.from({ length: 1_000 }, (_, count) => count - 10).filter(isRangeCount);
  expect(counts).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  for (const wrong of [0.5, 3.1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(isRangeCount(wrong)).toBe(false);
});
