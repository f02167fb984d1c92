import { isId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { eventIds } from './event-ids.ts';

test('[LOG1] event ids are UUIDs of their time, differ, and sort as they were made', () => {
  const next = eventIds(Date.parse('2026-01-02T03:04:05.678Z'));
  const ids = Array.from({ length: 300 }, next);
  expect(ids.every(isId)).toBe(true);
  expect(ids.every((id) => id[14] === '7')).toBe(true);
  expect(new Set([...ids, ...Array.from({ length: 300 }, eventIds(0))]).size).toBe(600);
  expect([...ids].sort()).toEqual(ids);
  expect(Number.parseInt(ids[0]?.replace('-', '').slice(0, 12) ?? '', 16)).toBe(1767323045678);
});
