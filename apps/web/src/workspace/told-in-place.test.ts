import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { isToldInPlace, tellsInPlace } from './told-in-place.ts';

const command = (id: string) => ({
  id,
  name: 'work_item.update',
  recordId: newId(),
  baseVersion: 1,
  input: {},
  issuedAt: '2026-01-31T09:00:00.000Z',
});
const refusal = { code: 'CONFLICT', message: 'Someone else changed it.' } as const;

test('a refusal that its sender tells is nobody else’s to tell', () => {
  const [mine, other] = [newId(), newId()];
  tellsInPlace(mine);
  expect(isToldInPlace(command(mine), refusal)).toBe(true);
  expect(isToldInPlace(command(other), refusal)).toBe(false);
});

test('only the newest senders are remembered', () => {
  const first = newId();
  tellsInPlace(first);
  for (let count = 0; count < 500; count++) tellsInPlace(newId());
  expect(isToldInPlace(command(first), refusal)).toBe(false);
});
