import { expect, test } from 'vitest';
import { estimateWords, readEstimate } from './estimate-value.ts';

test('reads whole and half points, with either decimal sign', () => {
  expect(readEstimate(' 3 ')).toBe(3);
  expect(readEstimate('0,5')).toBe(0.5);
  expect(readEstimate('.5')).toBe(0.5);
});

test('nothing clears it, nonsense and too much are told apart', () => {
  expect(readEstimate('  ')).toBeUndefined();
  expect(readEstimate('soon')).toBeNull();
  expect(readEstimate('-1')).toBeNull();
  expect(readEstimate('10001')).toBeNull();
});

test('one point is one point', () => {
  expect([1, 0.5, 8].map(estimateWords)).toEqual(['1 point', '0.5 points', '8 points']);
});
