import { type JsonObject, jsonProblem, newId } from '@atrium/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { BinaryArrays } from './binary-arrays.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(async () => {
  await db?.close();
});

type Column = 'uuids' | 'integers' | 'texts' | 'jsons' | 'instants' | 'hashes';
const TYPES = {
  uuids: 'uuid',
  integers: 'int8',
  texts: 'text',
  jsons: 'jsonb',
  instants: 'timestamptz',
  hashes: 'bytea',
} as const;

/** What PostgreSQL makes of an array that was made in too little memory, behind another. */
async function stored(column: Column, values: readonly unknown[]): Promise<unknown[]> {
  const arrays = new BinaryArrays(16);
  arrays.texts(['before']);
  const array = (arrays[column] as (values: readonly unknown[]) => Buffer).call(arrays, values);
  return db.database.control(async (tx) => {
    const { rows } = await tx.query<{ value: unknown }>(
      `SELECT * FROM unnest($1::${TYPES[column]}[]) u (value)`,
      [array],
    );
    return rows.map(({ value }) => value);
  });
}

const jsonObject = fc
  .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
  .map((value): JsonObject => JSON.parse(JSON.stringify(value)))
  .filter((value) => jsonProblem(value) === undefined);

test('[LOG1] whatever JSON an event holds arrives in the database as it is', async () => {
  const hostile = { 'a"b\\c{},\n\t\r\u0001\u2028\u{1F600}': ['NULL', 'null', '\\"', '{}', "'; --", ' '] };
  const asStored = (values: readonly (JsonObject | null)[]) =>
    stored(
      'jsons',
      values.map((value) => value && JSON.stringify(value)),
    );
  expect(await asStored([])).toEqual([]);
  expect(await asStored([hostile, null, {}])).toEqual([hostile, null, {}]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(jsonObject)), async (values) => {
      expect(await asStored(values)).toEqual(values);
    }),
    { numRuns: 60 },
  );
});

test('[LOG1] ids, numbers, instants, hashes and texts arrive as they are', async () => {
  const [one, two] = [newId(), newId()];
  const repeated = [one, one, null, one, two, two, one, null, null, one, two];
  expect(await stored('uuids', repeated)).toEqual(repeated);
  const ids = [newId(), null, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  expect(await stored('uuids', ids)).toEqual(ids);
  const numbers = [0, 1, null, -1, 2 ** 32, 2 ** 32 - 1, 2 ** 31, -(2 ** 40), Number.MAX_SAFE_INTEGER];
  expect(await stored('integers', numbers)).toEqual(numbers);
  const instants = ['2026-01-02T03:04:05.678Z', null, '1999-12-31T23:59:59.999Z', '1900-01-01T00:00:00.001Z'];
  expect(await stored('instants', instants)).toEqual(instants);
  const hashes = ['00ff', null, '', 'ab'.repeat(32)];
  expect(await stored('hashes', hashes)).toEqual(
    hashes.map((hex) => (hex === null ? null : Buffer.from(hex, 'hex'))),
  );
  const texts = ['', 'Zażółć 漢字 😀', null, 'x'.repeat(10_000), 'NULL', '{a,"b"}'];
  expect(await stored('texts', texts)).toEqual(texts);
});

test('[LOG5] what is not a value of its type is never stored as another', () => {
  const arrays = new BinaryArrays();
  for (const id of ['', 'x', newId().slice(1), newId().replace('-', 'g'), `${newId().slice(0, -1)}€`]) {
    expect(() => arrays.uuids([id])).toThrow(TypeError);
  }
  for (const number of [0.5, Number.NaN, 2 ** 53])
    expect(() => arrays.integers([number])).toThrow(RangeError);
  expect(() => arrays.instants(['yesterday'])).toThrow(RangeError);
});
