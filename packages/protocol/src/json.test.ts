import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, jsonEqual, jsonProblem } from './json.ts';
import { jsonObject } from './testing/frame-arbitraries.ts';

function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, reordered(entry)]),
  );
}

test('[WIRE8] a value equals its copy, whatever the order of keys', () => {
  fc.assert(fc.property(jsonObject, (value) => jsonEqual(value, reordered(value))));
});

test('[WIRE8] equality is the equality of the sorted text', () => {
  const sorted = (value: Json): string =>
    JSON.stringify(value, (_, entry) =>
      typeof entry === 'object' && entry !== null && !Array.isArray(entry)
        ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
        : entry,
    );
  fc.assert(fc.property(jsonObject, jsonObject, (a, b) => jsonEqual(a, b) === (sorted(a) === sorted(b))));
});

test.each<[Json | undefined, Json | undefined]>([
  [null, undefined],
  [null, {}],
  [[], {}],
  [
    [1, 2],
    [2, 1],
  ],
  [[1], [1, 2]],
  [{ a: 1 }, { b: 1 }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [0, false],
  ['1', 1],
])('[WIRE8] %j is not %j', (a, b) => {
  expect(jsonEqual(a, b)).toBe(false);
  expect(jsonEqual(b, a)).toBe(false);
});

test('[WIRE8] what cannot be stored is told with a reason', () => {
  const deep = (depth: number): Json => (depth === 0 ? 1 : [deep(depth - 1)]);
  expect(jsonProblem(deep(32))).toBeUndefined();
  expect(jsonProblem(deep(33))).toMatch('deeply');
  expect(jsonProblem({ a: Number.NaN })).toMatch('finite');
  expect(jsonProblem([Number.POSITIVE_INFINITY])).toMatch('finite');
  expect(jsonProblem({ 'a\u0000': 1 })).toMatch('NUL');
  expect(jsonProblem({ a: '\udc00' })).toMatch('Unicode');
  expect(jsonProblem(JSON.parse('{"a":{"__proto__":1}}'))).toMatch('forbidden');
  expect(jsonProblem({ a: undefined })).toMatch('undefined');
  expect(jsonProblem(1n)).toMatch('bigint');
});
