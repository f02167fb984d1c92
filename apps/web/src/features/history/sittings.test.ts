import type { TimelineEntry } from '@atrium/protocol/api';
import { expect, test } from 'vitest';
import { exportHref, historySearch, timelineQuery, versionsOf } from './history-search.ts';
import { historyDays } from './sittings.ts';

const entry = (position: number, at: string, more: Partial<TimelineEntry> = {}) =>
  ({ position, at, personId: 'ada', via: 'web', cause: null, ...more }) as TimelineEntry;
const cause = { id: 'import:1', kind: 'import', of: null, name: 'Import' } as const;

test('what one person did without a long pause is one sitting, day by day', () => {
  const days = historyDays([
    entry(9, '2026-11-20T12:20:00'),
    entry(8, '2026-11-20T12:05:00'),
    entry(7, '2026-11-20T12:00:00'),
    entry(6, '2026-11-20T11:59:00', { personId: 'ben' }),
    entry(5, '2026-11-19T11:59:00', { personId: 'ben' }),
  ]);
  expect(days.map(({ sittings }) => sittings.map(({ entries }) => entries.length))).toEqual([[1, 2, 1], [1]]);
  expect(days[0]?.sittings[1]).toMatchObject({ id: '7', personId: 'ada' });
});

test('one import is one sitting, whoever it tells of', () => {
  const more = { cause, via: 'import' };
  const [day] = historyDays([
    entry(3, '2026-11-20T12:00:00', more),
    entry(2, '2026-11-20T01:00:00', { ...more, personId: 'ben' }),
    entry(1, '2026-11-20T01:00:00'),
  ]);
  expect(day?.sittings.map(({ personId, entries }) => [personId, entries.length])).toEqual([
    [undefined, 2],
    ['ada', 1],
  ]);
});

test('what an address says is checked', () => {
  const search = historySearch({ via: 'magic', from: '2026-02-31', to: '2026-02-28', compare: '7-3', x: 1 });
  expect(search).toMatchObject({ via: undefined, from: undefined, to: '2026-02-28', compare: '7-3' });
  expect(versionsOf('7-3')).toEqual({ from: 3, to: 7 });
  expect(versionsOf('3-3')).toBeUndefined();
});

test('an export asks for the days as they are here, and for nothing that is not set', () => {
  const query = timelineQuery({ to: '2026-02-28' });
  expect(query).toEqual({ to: new Date('2026-02-28T23:59:59.999').toISOString() });
  expect(exportHref('/timeline.csv', 't', { via: 'web' })).toBe('/api/v1/timeline.csv?workspace=t&via=web');
});
