import { DEFAULT_STATUSES } from '@atrium/model';
import type { JsonObject } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { itemEntry } from '../work-view/item-entry.ts';
import {
  ALL_COLUMNS,
  fittingColumns,
  movedColumn,
  readColumns,
  resizedColumn,
  toggledColumn,
} from './list-columns.ts';
import { type Grouping, readGrouping, rowsOf } from './list-rows.ts';

function item(id: string, fields: JsonObject) {
  const at = '2026-01-01T00:00:00.000Z';
  const by = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id, deletedAt: null };
  return itemEntry({ id, type: 'work_item', version: 1, fields, fieldVersions: {}, ...by }, undefined);
}

const EPIC = item('epic', { type: 'epic', status: 'todo', priority: 'high' });
const STORY = item('story', { type: 'story', parent: 'epic', status: 'done', assignees: ['ada', 'ben'] });
const SUB = item('sub', { type: 'sub_task', parent: 'story', status: 'todo', assignees: ['ben'] });
const LONE = item('lone', { parent: 'deleted', status: 'gone' });
const ALL = [EPIC, STORY, SUB, LONE];

function shown(grouping: Grouping, items = ALL, folded: string[] = []) {
  const options = { grouping, statuses: DEFAULT_STATUSES, people: ['ben', 'ada'], folded: new Set(folded) };
  return rowsOf(items, options).map((row) =>
    row.kind === 'group' ? `# ${row.value} ${row.items.length}` : `${'-'.repeat(row.depth)}${row.item.id}`,
  );
}

test('the tree follows parents, folds, and keeps children whose parent is not shown', () => {
  expect(shown('tree')).toEqual(['epic', '-story', '--sub', 'lone']);
  expect(shown('tree', ALL, ['story'])).toEqual(['epic', '-story', 'lone']);
  expect(shown('tree', [STORY, SUB])).toEqual(['story', '-sub']);
});

test('groups stand in the order of the workflow, unknown ones last', () => {
  expect(shown('status')).toEqual(['# todo 2', 'epic', 'sub', '# done 1', 'story', '# gone 1', 'lone']);
  expect(shown('status', ALL, ['group:todo'])).toEqual(['# todo 2', '# done 1', 'story', '# gone 1', 'lone']);
});

test('an item of two people stands in both their groups, that of nobody last', () => {
  expect(shown('assignee')).toEqual([
    '# ben 2',
    'story',
    'sub',
    '# ada 1',
    'story',
    '# undefined 2',
    'epic',
    'lone',
  ]);
});

test('a grouping that does not exist is the usual one', () => {
  expect(readGrouping('nonsense')).toBe('status');
  expect(readGrouping('tree')).toBe('tree');
});

test('a claimed placeholder has no group of its own', () => {
  const claimed = item('claimed', { assignees: ['github-ada', 'ada'] });
  const options = {
    grouping: 'assignee',
    statuses: DEFAULT_STATUSES,
    people: ['ada'],
    folded: new Set<string>(),
  } as const;
  const rows = rowsOf([claimed], { ...options, personOf: () => 'ada' });
  expect(rows.map((row) => (row.kind === 'group' ? row.value : row.item.id))).toEqual(['ada', 'claimed']);
});

const ids = (choice: typeof ALL_COLUMNS, room = 2000) => fittingColumns(choice, room).map(({ id }) => id);

test('columns give way one by one before the title gets too short', () => {
  expect(ids(ALL_COLUMNS)).toEqual(ALL_COLUMNS.shown);
  expect(ids(ALL_COLUMNS, 1040)).not.toContain('updatedAt');
  expect(ids(ALL_COLUMNS, 300)).toEqual([]);
  expect(ids({ shown: ['priority'], widths: {} })).toEqual(['priority']);
});

test('columns are moved, taken away and brought back to their place', () => {
  const moved = movedColumn(ALL_COLUMNS, 'dueDate', 'status');
  expect(moved.shown.slice(0, 3)).toEqual(['dueDate', 'status', 'priority']);
  expect(movedColumn(ALL_COLUMNS, 'status', 'labels').shown.slice(0, 4)).toEqual([
    'priority',
    'assignees',
    'labels',
    'status',
  ]);
  expect(movedColumn(ALL_COLUMNS, 'nonsense', 'status')).toBe(ALL_COLUMNS);
  const without = toggledColumn(moved, 'status');
  expect(without.shown).not.toContain('status');
  expect(toggledColumn(without, 'status').shown[0]).toBe('status');
  expect(toggledColumn(toggledColumn(ALL_COLUMNS, 'labels'), 'labels')).toEqual(ALL_COLUMNS);
});

test('a column is as wide as someone made it, within bounds, until it is put back', () => {
  const wide = resizedColumn(ALL_COLUMNS, 'labels', 260.4);
  expect(fittingColumns(wide, 3000).find(({ id }) => id === 'labels')?.width).toBe(260);
  expect(resizedColumn(wide, 'labels', 2).widths.labels).toBe(56);
  expect(resizedColumn(wide, 'labels', 2000).widths.labels).toBe(480);
  expect(resizedColumn(wide, 'labels')).toEqual(ALL_COLUMNS);
});

test('what was kept is read, also from before columns could be moved; nonsense is not', () => {
  const choice = resizedColumn(movedColumn(ALL_COLUMNS, 'dueDate', 'status'), 'labels', 200);
  expect(readColumns(JSON.parse(JSON.stringify(choice)))).toEqual(choice);
  expect(readColumns(['labels', 'status'])).toEqual({ shown: ['status', 'labels'], widths: {} });
  expect(
    readColumns({ shown: ['status', 'status', 'gone', 3], widths: { gone: 9, status: 'wide' } }),
  ).toEqual({
    shown: ['status'],
    widths: {},
  });
  for (const nonsense of [null, 3, {}, { shown: 3 }]) expect(readColumns(nonsense)).toEqual(ALL_COLUMNS);
});
