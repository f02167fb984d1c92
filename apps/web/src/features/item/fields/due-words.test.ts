import { expect, test } from 'vitest';
import { dueTone, dueWords } from './due-words.ts';

const now = new Date(2026, 10, 20, 23, 30);

test('days nearby have names, others a date, another year the year', () => {
  expect(dueWords('2026-11-20', now)).toBe('Today');
  expect(dueWords('2026-11-21', now)).toBe('Tomorrow');
  expect(dueWords('2026-11-19', now)).toBe('Yesterday');
  expect(dueWords('2026-11-24', now)).toBe('Tue');
  expect(dueWords('2026-12-01', now)).toBe('1 Dec');
  expect(dueWords('2027-01-05', now)).toBe('5 Jan 2027');
});

test('late is the day after, soon is today and tomorrow, and done is never late', () => {
  expect(dueTone('2026-11-19', now, false)).toBe('late');
  expect(dueTone('2026-11-20', now, false)).toBe('soon');
  expect(dueTone('2026-11-22', now, false)).toBe('plain');
  expect(dueTone('2026-11-01', now, true)).toBe('plain');
});
