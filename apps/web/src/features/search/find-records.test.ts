import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { findRecords, mergeFound } from './find-records.ts';

const record = (id: string, type: string, fields: RecordState['fields'], deletedAt: string | null = null) =>
  ({ id, type, fields, deletedAt, updatedAt: '2026-01-01T00:00:00.000Z' }) as RecordState;

const records = [
  record('p', 'project', { name: 'Website', key: 'FER' }),
  record('1', 'work_item', { project: 'p', number: 1, title: 'Buy a ticket' }),
  record('12', 'work_item', { project: 'p', number: 12, title: 'Zoë on the pier' }),
  record('13', 'work_item', { project: 'p', number: 13, title: 'A ticket, twice' }),
  record(
    'gone',
    'work_item',
    { project: 'p', number: 14, title: 'Ticket of old' },
    '2026-01-02T00:00:00.000Z',
  ),
  record('lost', 'work_item', { project: 'elsewhere', number: 1, title: 'Ticket nowhere' }),
  record('c', 'comment', { body: 'ticket' }),
];
const find = (query: string) =>
  findRecords({ query, records, get: (id) => records.find((entry) => entry.id === id) }).map(({ id }) => id);

test('an exact key is the first answer', () => {
  expect(find('fer-1')).toEqual(['1', '12', '13']);
  expect(find('FER-12')[0]).toBe('12');
});

test('titles match without case and marks, beginnings first, deleted and foreign things never', () => {
  expect(find('zoe')).toEqual(['12']);
  expect(find('ticket')).toEqual(['1', '13']);
  expect(find('web')).toEqual(['p']);
  expect(find('')).toEqual([]);
});

test('the server adds only what is not here yet', () => {
  const [first, second] = records.map((entry) => ({ id: entry.id, record: entry, key: undefined }));
  if (!first || !second) throw new Error('The records are gone.');
  expect(mergeFound([first], [first, second]).map(({ id }) => id)).toEqual(['p', '1']);
});
