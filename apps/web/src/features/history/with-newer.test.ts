import type { TimelineEntry } from '@atrium/protocol/api';
import { expect, test } from 'vitest';
import { withNewer } from './with-newer.ts';

const page = (positions: readonly number[], cursor: string | null = null) => ({
  entries: positions.map((position) => ({ position }) as TimelineEntry),
  names: Object.fromEntries(positions.map((position) => [`id${position}`, `Name ${position}`])),
  cursor,
});
const held = { pages: [page([5, 4], '4'), page([3])], pageParams: [undefined, '4'] };
const shown = ({ pages }: typeof held) =>
  pages.flatMap(({ entries }) => entries.map(({ position }) => position));

test('what came since stands on top, once', () => {
  const next = withNewer(held, page([7, 6, 5], '5'));
  expect(shown(next)).toEqual([7, 6, 5, 4, 3]);
  expect(next.pages[0]?.names).toMatchObject({ id7: 'Name 7', id4: 'Name 4' });
  expect(next.pages[0]?.cursor).toBe('4');
});

test('nothing new changes nothing', () => {
  expect(withNewer(held, page([5, 4], '4'))).toBe(held);
});

test('more than a page tells of leaves no hole', () => {
  expect(shown(withNewer(held, page([9, 8], '8')))).toEqual([9, 8]);
});
