import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { groupLinks, type LinkKind, linkEnds } from './dependency-groups.ts';

test('a dependency reads differently from each end, and groups stand in one order', () => {
  const all = [
    dependency('a', 'b', 'duplicates'),
    dependency('c', 'a', 'blocks'),
    dependency('a', 'd', 'blocks'),
  ];
  const shown = (id: string) =>
    groupLinks(
      id,
      all.filter(({ fields }) => fields.from === id || fields.to === id),
    ).map(([kind, links]) => [kind, links.map(({ other }) => other)]);
  expect(shown('a')).toEqual([
    ['blocked_by', ['c']],
    ['blocks', ['d']],
    ['duplicates', ['b']],
  ]);
  expect(shown('b')).toEqual([['duplicated_by', ['a']]]);
});

test('what is said of an item comes back when it is read', () => {
  const kinds: LinkKind[] = ['blocked_by', 'blocks', 'relates_to', 'duplicates', 'duplicated_by'];
  for (const kind of kinds) {
    const { from, to, kind: stored } = linkEnds(kind, 'me', 'other');
    expect(groupLinks('me', [dependency(from, to, stored)])[0]?.[0]).toBe(kind);
  }
});

test('a kind that this version does not know is left out', () => {
  expect(groupLinks('a', [dependency('a', 'b', 'mirrors')])).toEqual([]);
});

function dependency(from: string, to: string, kind: string): RecordState {
  const at = '2026-01-01T00:00:00.000Z';
  const fields = { from, to, kind };
  return {
    id: `${from}${to}`,
    type: 'dependency',
    version: 1,
    fields,
    fieldVersions: {},
    createdAt: at,
    createdBy: 'p',
    updatedAt: at,
    updatedBy: 'p',
    deletedAt: null,
  };
}
