import type { Json } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field } from '../records/field.ts';
import { mergeField } from './merge-field.ts';

const field = (kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  kind,
  label: 'A field',
  ...more,
});
const merged = (value: Json | undefined) => ({ kind: 'merged', value });

test('[MERGE5] a value that only one changed, or both alike, is settled by itself, of any kind', () => {
  for (const kind of ['text', 'number', 'date', 'select', 'boolean', 'json'] as const) {
    expect(mergeField(field(kind), { base: 1, theirs: 1, mine: 2 })).toEqual(merged(2));
    expect(mergeField(field(kind), { base: 1, theirs: 2, mine: 1 })).toEqual(merged(2));
    expect(mergeField(field(kind), { base: 1, theirs: 3, mine: 3 })).toEqual(merged(3));
    expect(mergeField(field(kind), { base: 1, theirs: 1 })).toEqual(merged(undefined));
    expect(mergeField(field(kind), { base: 1, theirs: 2, mine: 3 })).toEqual({ kind: 'open' });
  }
});

test('[MERGE5] of two places in an order by hand the last one stands', () => {
  expect(mergeField(field('rank'), { base: 'a0', theirs: 'a1', mine: 'a2' })).toEqual(merged('a2'));
});

test('[MERGE6] sets take what each added and lose what each removed', () => {
  const set = field('multiSelect');
  const sides = { base: ['a', 'b'], theirs: ['b', 'c'], mine: ['a', 'b', 'd'] };
  expect(mergeField(set, sides)).toEqual(merged(['b', 'c', 'd']));
  expect(mergeField(field('user', { many: true }), { base: ['a'], theirs: ['a', 'b'], mine: [] })).toEqual(
    merged(['b']),
  );
  const entries = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(entries, entries, entries, (base, theirs, mine) => {
      const result = mergeField(set, { base, theirs, mine });
      const value = result.kind === 'merged' ? (result.value ?? []) : undefined;
      if (!Array.isArray(value)) throw new Error('sets always merge');
      for (const entry of value) expect([...theirs, ...mine]).toContain(entry);
      for (const entry of [...theirs, ...mine]) if (!base.includes(entry)) expect(value).toContain(entry);
      for (const entry of base)
        if (!theirs.includes(entry) || !mine.includes(entry)) expect(value).not.toContain(entry);
    }),
  );
});

test('[MERGE6] objects with keys merge entry by entry, and stay open where both changed one', () => {
  const keyed = field('json', { keyed: true });
  const base = { ada: 'lead', ben: 'member' };
  const theirs = { ada: 'lead', ben: 'viewer' };
  expect(mergeField(keyed, { base, theirs, mine: { ...base, cleo: 'member' } })).toEqual(
    merged({ ada: 'lead', ben: 'viewer', cleo: 'member' }),
  );
  expect(mergeField(keyed, { base, theirs, mine: { ada: 'lead', ben: 'lead' } })).toEqual({ kind: 'open' });
  expect(mergeField(keyed, { base, theirs, mine: { ada: 'lead' } })).toEqual({ kind: 'open' });
});

test('[MERGE2] texts of words are merged where they fit; addresses and codes never are', () => {
  const sides = { base: 'a ferry to b', theirs: 'a slow ferry to b', mine: 'a ferry to c' };
  expect(mergeField(field('text'), sides)).toEqual(merged('a slow ferry to c'));
  expect(mergeField(field('text', { maxLength: 12 }), sides).kind).toBe('open');
  const address = { base: 'http://a/b?c=d', theirs: 'https://a/b?c=d', mine: 'http://a/b?c=e' };
  expect(mergeField(field('text'), address)).toEqual({ kind: 'open' });
});

test('[MERGE1] merging any values never invents one', () => {
  const any = fc.oneof(fc.constantFrom<Json[]>(1, 2, 'x', 'y', true), fc.constant(undefined));
  const kind = fc.constantFrom<Field['kind'][]>(
    'text',
    'longText',
    'number',
    'select',
    'date',
    'rank',
    'relation',
  );
  fc.assert(
    fc.property(kind, any, any, any, (name, base, theirs, mine) => {
      const result = mergeField(field(name), { base, theirs, mine });
      if (result.kind === 'open') return;
      const known = [base, theirs, mine];
      expect(known.some((value) => value === result.value || jsonEqual(value, result.value))).toBe(true);
    }),
  );
});
