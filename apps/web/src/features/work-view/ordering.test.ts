import { DEFAULT_STATUSES } from '@atrium/model';
import type { JsonObject, RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { itemEntry, totalEstimate } from './item-entry.ts';
import { nextSorting, orderBy, readSorting } from './ordering.ts';

function item(id: string, fields: JsonObject) {
  const at = '2026-01-01T00:00:00.000Z';
  const record: RecordState = {
    id,
    type: 'work_item',
    version: 1,
    fields,
    fieldVersions: {},
    createdAt: at,
    createdBy: id,
    updatedAt: at,
    updatedBy: id,
    deletedAt: null,
  };
  return itemEntry(record, undefined);
}

const ITEMS = [
  item('a', { status: 'done', rank: 'a2', priority: 'high', estimate: 0.1 }),
  item('b', { status: 'backlog', rank: 'a1', estimate: 0.2 }),
  item('c', { status: 'gone', rank: 'a0', priority: 'urgent' }),
];

const sorted = (text: string | undefined) =>
  [...ITEMS].sort(orderBy(readSorting(text), DEFAULT_STATUSES)).map((each) => each.id);

test('statuses sort by the workflow, priorities by urgency, and what is not set comes last both ways', () => {
  expect(sorted('status')).toEqual(['b', 'a', 'c']);
  expect(sorted('-status')).toEqual(['a', 'b', 'c']);
  expect(sorted('-priority')).toEqual(['c', 'a', 'b']);
  expect(sorted('-estimate')).toEqual(['b', 'a', 'c']);
});

test('without a known sort the order by hand holds', () => {
  expect(sorted(undefined)).toEqual(['c', 'b', 'a']);
  expect(sorted('nonsense')).toEqual(['c', 'b', 'a']);
});

test('pressing a header goes one way, the other, and back to the order by hand', () => {
  expect(nextSorting(undefined, 'title')).toBe('title');
  expect(nextSorting('title', 'title')).toBe('-title');
  expect(nextSorting('-title', 'title')).toBeUndefined();
  expect(nextSorting('title', 'priority')).toBe('-priority');
  expect(nextSorting('-priority', 'priority')).toBe('priority');
  expect(nextSorting('priority', 'priority')).toBeUndefined();
});

test('estimates add up without tails', () => {
  expect(totalEstimate(ITEMS)).toBe(0.3);
});
