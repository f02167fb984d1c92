import { describe, expect, test } from 'vitest';
import { median, percentile, rounded } from './statistics.ts';

describe('figures', () => {
  test('the median of an odd and an even number of values, in any order', () => {
    expect(median([10, 2, 9])).toBe(9);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test('a percentile is a value that was measured', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 1)).toBe(100);
    expect(percentile([5], 0.99)).toBe(5);
  });

  test('no figure comes out of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });

  test('no more digits than mean something', () => {
    expect(rounded(12_345.6)).toBe(12_346);
    expect(rounded(1.23456)).toBe(1.23);
    expect(rounded(0.012345)).toBe(0.0123);
  });
});
