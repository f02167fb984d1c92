import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { itemView, statusView } from './item-view.ts';

const at = '2026-01-01T00:00:00.000Z';
const bare = { version: 1, fieldVersions: {}, createdAt: at, createdBy: 'p', updatedAt: at, updatedBy: 'p' };
const statuses = [
  { id: 'open', name: 'Open', category: 'todo' },
  { id: 'building', name: 'Building', category: 'doing' },
  { id: 'testing', name: 'Testing', category: 'doing' },
  { id: 'shipped', name: 'Shipped', category: 'done' },
];
const project: RecordState = { ...bare, id: 'p', type: 'project', fields: { statuses }, deletedAt: null };

test('statuses under way fill up along the workflow', () => {
  expect(statusView(project, 'building')).toEqual({ name: 'Building', category: 'doing', progress: 1 / 3 });
  expect(statusView(project, 'testing').progress).toBeCloseTo(2 / 3);
  expect(statusView(project, 'shipped').category).toBe('done');
});

test('a status that the project has no more is still shown', () => {
  expect(statusView(project, 'gone')).toMatchObject({ name: 'gone', category: 'todo' });
  expect(statusView(undefined, '')).toMatchObject({ name: 'No status' });
});

test('what is not set, or not what it should be, reads as nothing', () => {
  const view = itemView({
    ...bare,
    id: 'i',
    type: 'work_item',
    fields: { title: 'A', priority: 'odd', assignees: 'ada', labels: ['l', 3], estimate: '5' },
    deletedAt: null,
  });
  expect(view).toMatchObject({ type: 'task', priority: 'none', assignees: [], labels: ['l'] });
  expect(view.estimate).toBeUndefined();
});
