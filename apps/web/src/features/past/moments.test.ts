import { expect, test } from 'vitest';
import { dayAway, markHeights, momentAfter, momentBefore } from './moments.ts';

const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
const time = (hour: number) => Date.parse(at(hour));
const pulse = {
  from: at(0),
  to: at(20),
  parts: [
    { part: 2, changes: 1, first: at(2), last: at(2) },
    { part: 5, changes: 40, first: at(5), last: at(6) },
  ],
};

test('steps lead from change to change, and end at the beginning and at now', () => {
  expect([0, 2, 5, 6].map((hour) => momentAfter(pulse, time(hour)))).toEqual([2, 5, 6, 20].map(time));
  expect([20, 6, 5, 2].map((hour) => momentBefore(pulse, time(hour)))).toEqual([6, 5, 2, 0].map(time));
});

test('days stay within the time that there is', () => {
  expect(dayAway(pulse, time(10), -1)).toBe(time(0));
  expect(dayAway(pulse, time(10), 1)).toBe(time(20));
});

test('the busiest part has the highest mark, and a single change one that can be seen', () => {
  const [few, many] = markHeights(pulse);
  expect(many).toEqual({ part: 5, height: 1 });
  expect(few?.height).toBeGreaterThanOrEqual(0.15);
  expect(few?.height).toBeLessThan(0.5);
});
