import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { myWork } from './my-work-order.ts';

const item = (id: string, fields: RecordState['fields'], deletedAt: string | null = null) =>
  ({ id, fields: { assignees: ['me'], priority: 'none', ...fields }, deletedAt }) as unknown as RecordState;

test('my work is what is mine and open, the most urgent first, then what is due first', () => {
  const items = [
    item('plain', {}),
    item('late', { dueDate: '2026-01-01' }),
    item('urgent', { priority: 'urgent' }),
    item('done', { completedAt: '2026-01-01T00:00:00.000Z' }),
    item('theirs', { assignees: ['you'] }),
    item('deleted', {}, '2026-01-01T00:00:00.000Z'),
    item('soon', { priority: 'urgent', dueDate: '2026-02-01' }),
  ];
  expect(myWork(items, 'me').map(({ id }) => id)).toEqual(['soon', 'urgent', 'late', 'plain']);
});
