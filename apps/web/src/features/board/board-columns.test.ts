import { DEFAULT_STATUSES, isRank, rankOfNumber } from '@atrium/model';
import { expect, test } from 'vitest';
import { itemEntry } from '../work-view/item-entry.ts';
import { columnsOf, placeAfter, placeOfItem, ranksAt, withMoved } from './board-columns.ts';

function item(id: string, status: string, rank?: string) {
  const at = '2026-01-01T00:00:00.000Z';
  const by = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id, deletedAt: null };
  const fields = { status, ...(rank && { rank }) };
  return itemEntry({ id, type: 'work_item', version: 1, fields, fieldVersions: {}, ...by }, undefined);
}

const ITEMS = [
  item('a', 'backlog', 'a0'),
  item('b', 'backlog', 'a1'),
  item('c', 'in_progress', 'a2'),
  item('d', 'gone', 'a3'),
];
const COLUMNS = columnsOf(ITEMS, DEFAULT_STATUSES);
const idsIn = (columns: typeof COLUMNS, status: string) =>
  columns.find((column) => column.status.id === status)?.items.map(({ id }) => id);

test('columns follow the workflow, and nothing is lost', () => {
  expect(COLUMNS.map(({ status }) => status.id)).toEqual(DEFAULT_STATUSES.map(({ id }) => id));
  expect(idsIn(COLUMNS, 'backlog')).toEqual(['a', 'b', 'd']);
  expect(placeOfItem(COLUMNS, 'c')).toEqual({ status: 'in_progress', index: 0 });
});

test('moving shows an item at its new place only', () => {
  const [first] = ITEMS;
  if (!first) throw new Error('no item');
  expect(idsIn(withMoved(COLUMNS, first, { status: 'backlog', index: 2 }), 'backlog')).toEqual([
    'b',
    'd',
    'a',
  ]);
  const across = withMoved(COLUMNS, first, { status: 'in_progress', index: 0 });
  expect(idsIn(across, 'backlog')).toEqual(['b', 'd']);
  expect(idsIn(across, 'in_progress')).toEqual(['a', 'c']);
});

test('arrows stay on the board, step over collapsed columns, and keep the height where they can', () => {
  const from = { status: 'backlog', index: 2 };
  expect(placeAfter(COLUMNS, from, 'ArrowDown')).toBeUndefined();
  expect(placeAfter(COLUMNS, from, 'ArrowUp')).toEqual({ status: 'backlog', index: 1 });
  expect(placeAfter(COLUMNS, from, 'ArrowRight', (id) => id === 'todo')).toEqual({
    status: 'in_progress',
    index: 0,
  });
  expect(placeAfter(COLUMNS, from, 'ArrowLeft')).toBeUndefined();
  expect(placeAfter(COLUMNS, from, 'Home')).toEqual({ status: 'backlog', index: 0 });
});

test('ranks go between neighbours, in order, at both ends and in an empty column', () => {
  const column = [item('a', 'x', rankOfNumber(1)), item('b', 'x', rankOfNumber(2))];
  const [first, second] = ranksAt(column, 1, 2);
  expect([rankOfNumber(1), first, second, rankOfNumber(2)]).toEqual(
    [rankOfNumber(1), first, second, rankOfNumber(2)].sort(),
  );
  expect((ranksAt(column, 0, 1)[0] ?? '') < rankOfNumber(1)).toBe(true);
  expect((ranksAt(column, 2, 1)[0] ?? '') > rankOfNumber(2)).toBe(true);
  expect(ranksAt([], 0, 1).every(isRank)).toBe(true);
});

test('items without a rank yet do not stand in the way', () => {
  const column = [item('a', 'x', 'a0'), item('new', 'x')];
  expect((ranksAt(column, 2, 1)[0] ?? '') > 'a0').toBe(true);
  expect(ranksAt([item('new', 'x')], 1, 1).every(isRank)).toBe(true);
});
