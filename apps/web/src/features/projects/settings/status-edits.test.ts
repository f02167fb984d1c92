import { DEFAULT_STATUSES, type Status } from '@atrium/model';
import { expect, test } from 'vitest';
import {
  addStatus,
  changeStatus,
  isNameTaken,
  mayChangeCategory,
  removalProblem,
  shiftStatus,
} from './status-edits.ts';

const SMALL: Status[] = [
  { id: 'todo', name: 'Todo', category: 'todo' },
  { id: 'done', name: 'Done', category: 'done' },
];
const ids = (statuses: readonly Status[] | undefined) => statuses?.map(({ id }) => id);

test('a new status goes to the end of its category under a free id', () => {
  expect(ids(addStatus(SMALL, 'To do!', 'todo'))).toEqual(['todo', 'to_do', 'done']);
  expect(ids(addStatus(SMALL, 'Doing', 'doing'))).toEqual(['todo', 'done', 'doing']);
  const twice = addStatus(SMALL, 'Done?', 'done') ?? [];
  expect(ids(twice)).toEqual(['todo', 'done', 'done_2']);
  expect(ids(addStatus(SMALL, '完了', 'done'))).toEqual(['todo', 'done', 'status']);
  expect(addStatus(SMALL, ' todo ', 'todo')).toBeUndefined();
});

test('names are taken without case, except by the status itself', () => {
  expect(isNameTaken(SMALL, 'DONE')).toBe(true);
  expect(isNameTaken(SMALL, 'DONE', 'done')).toBe(false);
});

test('a limit can be set and taken away', () => {
  const limited = changeStatus(SMALL, 'todo', { limit: 3 });
  expect(limited[0]).toEqual({ id: 'todo', name: 'Todo', category: 'todo', limit: 3 });
  expect(changeStatus(limited, 'todo', { limit: undefined })).toEqual(SMALL);
});

test('statuses move by one and stop at the ends', () => {
  expect(ids(shiftStatus(DEFAULT_STATUSES, 'todo', -1))?.slice(0, 2)).toEqual(['todo', 'backlog']);
  expect(shiftStatus(SMALL, 'todo', -1)).toBe(SMALL);
  expect(shiftStatus(SMALL, 'done', 1)).toBe(SMALL);
});

test('the last status to start or to end in stays', () => {
  expect(removalProblem(SMALL, 'todo')).toMatch(/start/);
  expect(removalProblem(SMALL, 'done')).toMatch(/done/);
  expect(removalProblem(DEFAULT_STATUSES, 'in_review')).toBeUndefined();
  expect(mayChangeCategory(SMALL, 'done', 'doing')).toBe(false);
  expect(mayChangeCategory(DEFAULT_STATUSES, 'canceled', 'doing')).toBe(true);
});
