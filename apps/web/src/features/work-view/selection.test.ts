import { expect, test } from 'vitest';
import { extendedTo, NOTHING_SELECTED, selectionOf, toggled, within } from './selection.ts';

const ORDER = ['a', 'b', 'c', 'd'];

test('X chooses and lets go', () => {
  const one = toggled(NOTHING_SELECTED, 'b');
  expect([...one.ids]).toEqual(['b']);
  expect(toggled(one, 'b').ids.size).toBe(0);
});

test('Shift takes everything between, in both directions, and keeps the anchor', () => {
  const start = toggled(NOTHING_SELECTED, 'c');
  const up = extendedTo(start, 'a', ORDER);
  expect([...up.ids].sort()).toEqual(['a', 'b', 'c']);
  expect([...extendedTo(up, 'd', ORDER).ids].sort()).toEqual(ORDER);
});

test('without an anchor that is shown, Shift chooses one', () => {
  expect([...extendedTo(NOTHING_SELECTED, 'c', ORDER).ids]).toEqual(['c']);
  expect([...extendedTo(toggled(NOTHING_SELECTED, 'gone'), 'c', ORDER).ids]).toEqual(['gone', 'c']);
});

test('what is no longer shown is no longer chosen', () => {
  const both = selectionOf(['a', 'd']);
  expect([...within(both, new Set(['a'])).ids]).toEqual(['a']);
  expect(within(both, new Set(ORDER))).toBe(both);
});
