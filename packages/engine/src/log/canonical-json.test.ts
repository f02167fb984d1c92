import type { Json } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('[HASH1] equal values have one text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }], '10': 0, '9': -0 })).toBe(
    '{"10":0,"9":0,"a":[{"c":"x","d":null}],"b":1}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (generated) => {
      const value = JSON.parse(JSON.stringify(generated)) as Json;
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

test('[HASH1] keys are in the order of their UTF-16 units, however many there are', () => {
  const keys = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 40 });
  fc.assert(
    fc.property(keys, (names) => {
      const value = Object.fromEntries(names.map((name) => [`k${name}`, 1]));
      const expected = Object.keys(value).sort();
      expect(canonicalJson(value)).toBe(`{${expected.map((key) => `${JSON.stringify(key)}:1`).join(',')}}`);
    }),
  );
});

function reversed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reversed(entry)]),
  );
}
