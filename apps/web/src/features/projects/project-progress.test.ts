import { DEFAULT_STATUSES } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { progressOf } from './project-progress.ts';

const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
const project = {
  fields: { statuses: DEFAULT_STATUSES.map((status) => ({ ...status })) },
  updatedAt: at(1),
} as unknown as RecordState;
const item = (status: string, day: number) =>
  ({ fields: { status }, updatedAt: at(day) }) as unknown as RecordState;

test('progress counts by category and knows the newest change', () => {
  const items = [
    item('todo', 2),
    item('in_progress', 5),
    item('done', 3),
    item('canceled', 1),
    item('gone', 1),
  ];
  expect(progressOf(project, items)).toEqual({ total: 5, doing: 1, done: 2, changedAt: at(5) });
  expect(progressOf(project, [])).toEqual({ total: 0, doing: 0, done: 0, changedAt: at(1) });
});
