import type { PresenceEntry } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { byPerson, visitorsOf } from './view-presence.ts';

const entry = (connectionId: string, personId: string, state: PresenceEntry['state']): PresenceEntry => ({
  connectionId,
  personId,
  state,
});

test('one person with two tabs is shown once, by the tab that drags', () => {
  const drag = { item: 'i', status: 'todo', x: 0.2, y: 0.4 };
  const visitors = visitorsOf([
    entry('1', 'ben', { view: 'list', item: 'FER-1' }),
    entry('2', 'ben', { view: 'board', dragging: drag }),
    entry('3', 'ada', {}),
  ]);
  expect(byPerson(visitors)).toEqual([
    { connectionId: '2', personId: 'ben', item: undefined, drag },
    { connectionId: '3', personId: 'ada', item: undefined, drag: undefined },
  ]);
});

test('what does not read as presence is left out', () => {
  const [odd] = visitorsOf([entry('1', 'eve', { item: 7, dragging: { item: 1, status: 'x' } })]);
  expect(odd).toMatchObject({ item: undefined, drag: undefined });
  const [far] = visitorsOf([entry('1', 'eve', { dragging: { item: 'i', status: 's', x: 9, y: 'low' } })]);
  expect(far?.drag).toEqual({ item: 'i', status: 's', x: 0.5, y: 0.5 });
});
