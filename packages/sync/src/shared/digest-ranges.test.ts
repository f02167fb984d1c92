import { createWorld } from '@atrium/model/testing';
import { type Json, newId, type RecordState } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf } from './digest-contents.ts';
import { RangeDigests, rangesFor } from './digest-ranges.ts';

function valuesOf(records: readonly RecordState[], count = 64): string[] {
  const digests = new RangeDigests(count);
  for (const record of records) digests.add(record);
  return digests.values();
}

const world = createWorld();
const project = world.project();
const records = Array.from({ length: 500 }, (_, at) => world.item(project, { title: `Item ${at}` }));

test('[WIRE54] the order of records and of their fields does not matter', () => {
  const turned = [...records].reverse().map((record) => {
    const fields = Object.fromEntries(Object.entries(record.fields).reverse());
    return Object.fromEntries(Object.entries({ ...record, fields }).reverse()) as unknown as RecordState;
  });
  expect(valuesOf(turned)).toEqual(valuesOf(records));
});

test('[WIRE54] a record more or less, another version, another content: exactly its range differs', () => {
  const digests = valuesOf(records);
  for (const [at, record] of records.entries()) {
    if (at % 25 > 0) continue;
    const others = records.filter((other) => other !== record);
    const range = Number.parseInt(record.id.slice(-2), 16) % 64;
    const spoiled: RecordState[][] = [
      others,
      [...records, { ...record, id: `${newId().slice(0, -2)}${record.id.slice(-2)}` }],
      [...others, { ...record, version: record.version + 1 }],
      [...others, { ...record, fields: { ...record.fields, title: 'Flipped' } }],
      [...others, { ...record, fieldVersions: { ...record.fieldVersions, title: 9 } }],
      [...others, { ...record, updatedAt: '2030-01-01T00:00:00.000Z' }],
    ];
    for (const now of spoiled) {
      const differing = valuesOf(now).flatMap((value, index) => (value === digests[index] ? [] : [index]));
      expect(differing).toEqual([range]);
    }
  }
});

test('[WIRE54] few wide ranges follow from many narrow ones', () => {
  const finest = new RangeDigests();
  for (const record of records) finest.add(record);
  for (const count of [1, 8, 64, 256])
    expect(finest.folded(count).values()).toEqual(valuesOf(records, count));
  expect(finest.values()).toHaveLength(256);
});

test('[WIRE54] contents differ when their JSON does, and survive being written and read', () => {
  const [first] = records;
  if (!first) throw new Error('no record');
  const withValue = (value: Json) => hashOf({ ...first, fields: { value } });
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const read = JSON.parse(JSON.stringify(a)) as Json;
      expect(withValue(a as Json)).toEqual(withValue(read));
      const same = canonical(a) === canonical(b);
      expect(JSON.stringify(withValue(a as Json)) === JSON.stringify(withValue(b as Json))).toBe(same);
    }),
    { numRuns: 2_000 },
  );
  const alike = [
    0,
    '0',
    false,
    null,
    '',
    [],
    {},
    [0],
    ['0'],
    [[]],
    [{}],
    { a: 0 },
    { a: '0' },
    ['a', 0],
    [null],
  ];
  expect(new Set(alike.map((value) => JSON.stringify(withValue(value)))).size).toBe(alike.length);
});

test('[WIRE54] there are as many ranges as make each worth reading again', () => {
  expect([0, 1, 32, 33, 500, 2_000, 8_000, 1_000_000].map(rangesFor)).toEqual([1, 1, 1, 2, 16, 64, 256, 256]);
});

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`);
  return `{${entries.sort().join()}}`;
}
