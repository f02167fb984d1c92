import type { Json } from '@atrium/protocol';
import { expect, test } from 'vitest';
import type { TimelineEvent } from '../activity/change-groups.ts';
import { awayChanges, restoringInput } from './away-changes.ts';

type Values = { [field: string]: Json };

function event(version: number, personId: string, set: Values, old: Values = {}): TimelineEvent {
  const at = new Date(Date.UTC(2026, 0, 1, 10, version * 20)).toISOString();
  const actor = { personId, via: 'web' };
  const of = { recordId: 'i', recordType: 'work_item', version };
  return { id: `${version}`, ...of, change: 'changed', patch: { set, unset: [], old }, actor, at };
}

test('what others did since is told field by field, from what was to what is', () => {
  const events = [
    event(2, 'ada', { title: 'B' }, { title: 'A' }),
    event(3, 'ada', { title: 'C' }, { title: 'B' }),
    event(4, 'ben', { status: 'done', rank: 'a3' }, { status: 'todo', rank: 'a1' }),
    event(5, 'cleo', { title: 'D' }, { title: 'C' }),
  ];
  const away = awayChanges(events, 2, 'me');
  expect(away.changes).toMatchObject([
    { field: 'status', old: 'todo', new: 'done', personId: 'ben' },
    { field: 'title', old: 'B', new: 'D', personId: 'cleo' },
  ]);
  expect(away.people).toEqual(['ben', 'cleo']);
});

test('one’s own changes elsewhere, and what was put back, are no news', () => {
  const events = [
    event(2, 'ada', { status: 'done' }, { status: 'todo' }),
    event(3, 'ben', { status: 'todo' }, { status: 'done' }),
    event(4, 'me', { title: 'B' }, { title: 'A' }),
  ];
  expect(awayChanges(events, 1, 'me').changes).toEqual([]);
  expect(awayChanges(events, 9, 'me').people).toEqual([]);
});

test('a field goes back to what it had; of a set only what came and went', () => {
  expect(restoringInput({ field: 'title', old: 'A', new: 'B' })).toEqual({ set: { title: 'A' } });
  expect(restoringInput({ field: 'dueDate', old: undefined, new: '2026-01-01' })).toEqual({
    set: { dueDate: null },
  });
  expect(restoringInput({ field: 'labels', old: ['a', 'b'], new: ['b', 'c'] })).toEqual({
    add: { labels: ['a'] },
    remove: { labels: ['c'] },
  });
  expect(restoringInput({ field: 'assignees', old: undefined, new: ['c'] })).toEqual({
    remove: { assignees: ['c'] },
  });
});
