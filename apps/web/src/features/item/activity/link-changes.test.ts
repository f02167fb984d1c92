import type { RecordChange } from '@atrium/protocol';
import { expect, test } from 'vitest';
import type { TimelineEvent } from './change-groups.ts';
import { linkChanges } from './link-changes.ts';

function event(recordId: string, version: number, change: RecordChange, set = {}): TimelineEvent {
  const at = new Date(Date.UTC(2026, 0, 1, 10, version)).toISOString();
  const actor = { personId: 'ada', via: 'web' };
  const patch = { set, unset: [], old: {} };
  return {
    id: `${recordId}${version}`,
    recordId,
    recordType: 'dependency',
    version,
    change,
    patch,
    actor,
    at,
  };
}

test('links are told from the item’s own end, also those that went', () => {
  const events = [
    event('a', 1, 'created', { from: 'me', to: 'x', kind: 'blocks' }),
    event('b', 1, 'created', { from: 'y', to: 'me', kind: 'blocks' }),
    event('a', 2, 'deleted'),
    event('a', 3, 'restored'),
  ];
  expect(linkChanges(events, 'me').map(({ change, link }) => [change, link])).toEqual([
    ['created', { kind: 'blocks', other: 'x' }],
    ['created', { kind: 'blocked_by', other: 'y' }],
    ['deleted', { kind: 'blocks', other: 'x' }],
    ['restored', { kind: 'blocks', other: 'x' }],
  ]);
});

test('a link whose beginning is not here, or makes no sense, is told without its other end', () => {
  const events = [event('a', 2, 'deleted'), event('b', 1, 'created', { from: 'me', kind: 'unknown' })];
  expect(linkChanges(events, 'me').map(({ link }) => link)).toEqual([undefined, undefined]);
});
