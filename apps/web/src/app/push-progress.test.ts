import { expect, test } from 'vitest';
import { NO_PUSH, nextPush } from './push-progress.ts';

function after(...counts: number[]) {
  return counts.reduce(nextPush, NO_PUSH);
}

test('counts what went since nothing waited last', () => {
  expect(after(12)).toEqual({ done: 0, total: 12 });
  expect(after(12, 10, 9)).toEqual({ done: 3, total: 12 });
  expect(after(12, 5, 0)).toEqual(NO_PUSH);
  expect(after(12, 0, 2)).toEqual({ done: 0, total: 2 });
});

test('what is added on the way makes it longer, and never goes back', () => {
  expect(after(3, 2, 4)).toEqual({ done: 1, total: 5 });
  expect(after(3, 2, 4, 3, 1)).toEqual({ done: 4, total: 5 });
});
