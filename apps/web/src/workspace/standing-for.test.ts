import type { JsonObject, RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { peopleAt, standingFor } from './standing-for.ts';

function person(id: string, fields: JsonObject = {}): RecordState {
  const at = '2026-01-01T00:00:00.000Z';
  const by = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id, deletedAt: null };
  return { id, type: 'person', version: 1, fields, fieldVersions: {}, ...by };
}

test('whoever claimed a placeholder stands for it, as long as they are known', () => {
  const ada = person('ada');
  const claimed = person('github-ada', { placeholder: true, claimedBy: 'ada' });
  const known = (id: string) => (id === 'ada' ? ada : undefined);
  expect(standingFor(claimed, known)).toBe(ada);
  expect(standingFor(claimed, () => undefined)).toBe(claimed);
  expect(standingFor(ada, known)).toBe(ada);
});

test('of two ids of one person one is shown; nobody is made up', () => {
  const ada = { id: 'ada' };
  const people = new Map([
    ['ada', ada],
    ['github-ada', ada],
    ['ben', { id: 'ben' }],
  ]);
  expect(peopleAt(['github-ada', 'ben', 'ada', 'gone'], people).map(({ id }) => id)).toEqual(['ada', 'ben']);
});
