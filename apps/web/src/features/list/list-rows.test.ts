import { DEFAULT_STATUSES } from '@atrium/model';
import type { JsonObject } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { itemEntry } from '../work-view/item-entry.ts';
import { fittingColumns, LIST_COLUMNS } from './list-columns.ts';
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

test('columns give way one by one before the title gets too short', () => {
  const all = LIST_COLUMNS.map(({ id }) => id);
  expect(fittingColumns(all, 2000).map(({ id }) => id)).toEqual(all);
  expect(fittingColumns(all, 1040).map(({ id }) => id)).not.toContain('updatedAt');
  expect(fittingColumns(all, 300)).toEqual([]);
  expect(fittingColumns(['priority'], 2000).map(({ id }) => id)).toEqual(['priority']);
});
