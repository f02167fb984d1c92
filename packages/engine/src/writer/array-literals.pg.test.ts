import type { JsonObject } from '@atrium/protocol';
import { jsonProblem } from '@atrium/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { jsonArray, plainArray } from './array-literals.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

afterAll(async () => {
  await db?.close();
});

const jsonObject = fc
  .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
  .map((value): JsonObject => JSON.parse(JSON.stringify(value)))
  .filter((value) => jsonProblem(value) === undefined);

test('[LOG1] whatever JSON an event holds arrives in the database as it is', async () => {
  const hostile = { 'a"b\\c{},\n\t\r\u0001\u2028\u{1F600}': ['NULL', 'null', '\\"', '{}', "'; --", ' '] };
  await db.database.control(async (tx) => {
    const stored = async (values: (JsonObject | null)[]) =>
      (
        await tx.query<{ value: JsonObject | null }>('SELECT * FROM unnest($1::jsonb[]) u (value)', [
          jsonArray(values),
        ])
      ).rows.map(({ value }) => value);
    expect(await stored([])).toEqual([]);
    expect(await stored([hostile, null, {}])).toEqual([hostile, null, {}]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(jsonObject)), async (values) => {
        expect(await stored(values)).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });
});

test('[LOG1] ids, numbers and instants arrive as they are', async () => {
  await db.database.control(async (tx) => {
    const { rows } = await tx.query(
      'SELECT * FROM unnest($1::int8[], $2::timestamptz[], $3::bytea[]) u (number, at, bytes)',
      [
        plainArray([1, null]),
        plainArray(['2026-01-02T03:04:05.678Z', undefined]),
        plainArray(['\\\\x00ff', null]),
      ],
    );
    expect(rows).toEqual([
      { number: 1, at: '2026-01-02T03:04:05.678Z', bytes: Buffer.from([0, 255]) },
      { number: null, at: null, bytes: null },
    ]);
  });
});
