import { expect, test } from 'vitest';
import { groupChanges, setDifference, type TimelineEvent } from './change-groups.ts';

test('one person in one go is one group, with the first old and the last new value', () => {
  const groups = groupChanges([
    event(0, 'ada', { status: 'todo' }, { status: 'backlog' }),
    event(1, 'ada', { status: 'done' }, { status: 'todo' }),
    event(2, 'ada', { priority: 'high' }, { priority: 'none' }),
  ]);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.changes).toEqual([
    { field: 'status', old: 'backlog', new: 'done' },
    { field: 'priority', old: 'none', new: 'high' },
  ]);
});

test('others, pauses and ways are told apart', () => {
  const groups = groupChanges([
    event(0, 'ada', { title: 'b' }, { title: 'a' }),
    event(1, 'ben', { title: 'c' }, { title: 'b' }),
    event(30, 'ben', { title: 'd' }, { title: 'c' }),
    { ...event(31, 'ben', { title: 'e' }, { title: 'd' }), actor: { personId: 'ben', via: 'api' } },
  ]);
  expect(groups.map(({ personId, via }) => `${personId} ${via}`)).toEqual([
    'ada web',
    'ben web',
    'ben web',
    'ben api',
  ]);
});

test('what was put back and what only the board shows are not told', () => {
  expect(
    groupChanges([
      event(0, 'ada', { status: 'done', completedAt: 'x' }, { status: 'todo' }),
      event(1, 'ada', { status: 'todo' }, { status: 'done' }, ['completedAt']),
      event(60, 'ada', { rank: 'a2' }, { rank: 'a1' }),
    ]),
  ).toEqual([]);
});

test('a silent event moves nothing in time', () => {
  const told = event(0, 'ada', { title: 'b' }, { title: 'a' });
  const groups = groupChanges([told, event(5, 'ada', { commentCount: '1' }, {})]);
  expect(groups.map(({ at }) => at)).toEqual([told.at]);
});

test('beginnings stand alone and tell no fields; imported history keeps its people and times', () => {
  const origin = { at: '2019-03-01T10:00:00.000Z', personId: 'mirja', source: 'GitHub quicwg/multipath#12' };
  const groups = groupChanges([
    { ...event(0, 'ada', { title: 'a' }, {}), change: 'created', origin },
    event(1, 'ada', { title: 'b' }, { title: 'a' }),
  ]);
  expect(groups[0]).toMatchObject({
    lifecycle: 'created',
    changes: [],
    personId: 'mirja',
    at: origin.at,
    source: origin.source,
  });
  expect(groups[1]).toMatchObject({ lifecycle: undefined, personId: 'ada' });
});

test('sets are told by what came and what left', () => {
  expect(setDifference({ field: 'labels', old: ['a', 'b'], new: ['b', 'c'] })).toEqual({
    added: ['c'],
    removed: ['a'],
  });
  expect(setDifference({ field: 'labels', old: undefined, new: ['c'] })).toEqual({
    added: ['c'],
    removed: [],
  });
});

function event(
  minute: number,
  personId: string,
  set: Record<string, string>,
  old: Record<string, string>,
  unset: string[] = [],
): TimelineEvent {
  const at = new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();
  const actor = { personId, via: 'web' };
  const of = { recordId: 'i', recordType: 'work_item', version: minute + 1 };
  return { id: `${minute}`, ...of, change: 'changed', patch: { set, unset, old }, actor, at };
}
