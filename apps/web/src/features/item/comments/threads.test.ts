import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { threadsOf } from './threads.ts';

test('answers hang on the first comment, threads and answers oldest first', () => {
  const threads = threadsOf([
    comment('r2', 5, 'a'),
    comment('b', 3),
    comment('r1', 4, 'a'),
    comment('a', 1, undefined, { resolvedAt: '2026-01-09T00:00:00.000Z' }),
  ]);
  expect(
    threads.map(({ id, replies, resolved }) => [id, replies.map((reply) => reply.id), resolved]),
  ).toEqual([
    ['a', ['r1', 'r2'], true],
    ['b', [], false],
  ]);
});

test('answers stay when the first comment is gone, at the time of the first answer', () => {
  const [first, second] = threadsOf([comment('r', 4, 'gone'), comment('a', 1)]);
  expect(first?.id).toBe('a');
  expect(second).toMatchObject({ id: 'gone', root: undefined, at: '2026-01-04T00:00:00.000Z' });
});

function comment(id: string, day: number, parent?: string, more = {}): RecordState {
  const at = `2026-01-0${day}T00:00:00.000Z`;
  return {
    id,
    type: 'comment',
    version: 1,
    fields: { subject: 's', body: id, ...(parent && { parent }), ...more },
    fieldVersions: {},
    createdAt: at,
    createdBy: 'p',
    updatedAt: at,
    updatedBy: 'p',
    deletedAt: null,
  };
}
