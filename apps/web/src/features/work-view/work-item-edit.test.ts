import type { JsonObject } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { blockedItems } from './blocked-items.ts';
import { itemEntry } from './item-entry.ts';
import { commonMembers, commonValue, countOf, draftsFor } from './work-item-edit.ts';

function record(id: string, fields: JsonObject, deletedAt: string | null = null) {
  const at = '2026-01-01T00:00:00.000Z';
  const by = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id };
  return { id, type: 'work_item', version: 1, fields, fieldVersions: {}, ...by, deletedAt };
}
const item = (id: string, fields: JsonObject) => itemEntry(record(id, fields), undefined);

const A = item('a', { status: 'todo', priority: 'high', labels: ['x', 'y'] });
const B = item('b', { status: 'done', priority: 'high', labels: ['y'] });

test('an edit of many is one command for each item that it changes', () => {
  expect(draftsFor([A, B], { kind: 'status', status: 'done' })).toMatchObject([
    { name: 'work_item.move', recordId: 'a', input: { status: 'done' } },
  ]);
  expect(draftsFor([A, B], { kind: 'priority', priority: 'high' })).toEqual([]);
  expect(draftsFor([A, B], { kind: 'labels', change: { removed: 'x' } })).toMatchObject([
    { recordId: 'a', input: { remove: { labels: ['x'] } } },
  ]);
  expect(draftsFor([A, B], { kind: 'delete' })).toHaveLength(2);
});

test('taking a value away empties the field, and no item becomes its own parent', () => {
  const planned = item('c', { dueDate: '2026-02-01' });
  expect(draftsFor([planned], { kind: 'dueDate', dueDate: undefined })).toMatchObject([
    { input: { set: { dueDate: null } } },
  ]);
  expect(draftsFor([A], { kind: 'parent', parent: 'a' })).toEqual([]);
});

test('a picker over many shows what they have in common', () => {
  expect(commonValue([A, B], (each) => each.priority)).toBe('high');
  expect(commonValue([A, B], (each) => each.status)).toBeUndefined();
  expect(commonMembers([A, B], (each) => each.labels)).toEqual(['y']);
  expect([countOf([A]), countOf([A, B])]).toEqual(['1 work item', '2 work items']);
});

test('only what is there and not done blocks', () => {
  const all = new Map([
    ['open', record('open', {})],
    ['done', record('done', { completedAt: '2026-01-02T00:00:00.000Z' })],
    ['gone', record('gone', {}, '2026-01-02T00:00:00.000Z')],
  ]);
  const links = ['open', 'done', 'gone', 'unknown'].map((from) =>
    record(`link-${from}`, { kind: 'blocks', from, to: 'item' }),
  );
  const related = record('related', { kind: 'relates_to', from: 'open', to: 'other' });
  expect([...blockedItems([...links, related], (id) => all.get(id))]).toEqual([['item', ['open']]]);
});
