import { textChanges } from '@atrium/model';
import { expect, test } from 'vitest';
import { foldedChanges } from './folded-changes.ts';

const long = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');

test('long stretches without a change are folded, and nothing of the text is missing', () => {
  const parts = foldedChanges(textChanges(`${long} end ${long}`, `${long} END ${long}`));
  expect(parts.map(({ kind }) => kind)).toEqual(['folded', 'same', 'removed', 'added', 'same', 'folded']);
  expect(
    parts
      .filter(({ kind }) => kind !== 'removed')
      .map(({ text }) => text)
      .join(''),
  ).toBe(`${long} END ${long}`);
  expect(parts[0]?.text.endsWith('d')).toBe(false);
});

test('what is short, or has no change at all, stands as it is', () => {
  expect(foldedChanges(textChanges('a b', 'a c')).map(({ kind }) => kind)).toEqual([
    'same',
    'removed',
    'added',
  ]);
  expect(foldedChanges(textChanges(long, long))).toHaveLength(1);
});
