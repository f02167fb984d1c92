import {
  bindFilter,
  bindSort,
  canRead,
  comparator,
  type Filter,
  fieldsOf,
  type Member,
  matches,
  printFilter,
  ROLES,
  type SortKey,
} from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/open-database.ts';
import type { Tx } from '../database/tx.ts';
import { createTenant, type TestDatabase, testDatabase } from '../testing/index.ts';
import {
  filter,
  PEOPLE,
  projectIdOf,
  records,
  sampleRegistry,
  sort,
  storeRecords,
  taskType,
} from '../testing/query-samples.ts';
import { queryRecords, type RecordsQuery } from './query-records.ts';
import { countRecords } from './summarize-records.ts';

const TODAY = '2026-01-31';
const registry = sampleRegistry;
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** Asks page by page, and gives all ids in their order. */
async function idsBySql(tx: Tx, query: RecordsQuery): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof queryRecords>> = await queryRecords(tx, {
      ...query,
      ...(cursor !== null && { cursor }),
    });
    if (!page.ok) throw new Error(page.problem.message);
    ids.push(...page.value.records.map(({ id }) => id));
    cursor = page.value.cursor;
  } while (cursor !== null && ids.length < 1000);
  return ids;
}

function readable(member: Member, states: readonly RecordState[]): RecordState[] {
  const byId = new Map(states.map((state) => [state.id, state]));
  return states.filter((state) => {
    const project = projectIdOf(state.fields);
    return canRead(member, state, project === null ? undefined : byId.get(project), registry);
  });
}

function inMemory(
  member: Member,
  states: readonly RecordState[],
  wanted: Filter,
  keys: SortKey[],
): RecordState[] {
  const bound = bindFilter(wanted, taskType, registry);
  const order = bindSort(keys, taskType, registry);
  if (!bound.ok) throw new Error(`${bound.problem.message} ${printFilter(wanted)}`);
  if (!order.ok) throw new Error(order.problem.message);
  const seen = readable(member, states);
  const byId = new Map(seen.map((state) => [state.id, state]));
  const context = { me: member.personId, today: TODAY, read: (id: string) => byId.get(id) };
  const deletedToo = fieldsOf(wanted).includes('deleted');
  return seen
    .filter((state) => state.type === 'task' && (deletedToo || state.deletedAt === null))
    .filter((state) => matches(bound.value, state, context))
    .sort(comparator(order.value));
}

const member: fc.Arbitrary<Member> = fc.record({
  personId: fc.constantFrom(...PEOPLE),
  role: fc.constantFrom(...ROLES),
});

/** As `DATABASE_URL` may bring it: a database that sorts as people of a language do. */
async function withEnglishDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const name = `${db.postgres.connection.database}_en`;
  const admin = new pg.Client(db.postgres.connection);
  await admin.connect();
  try {
    await admin.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'`,
    );
    const connection = { ...db.postgres.connection, database: name };
    const database = await openDatabase({ ...db.postgres, connection });
    await work(database).finally(() => database.close());
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function holdTogether(database: Database, rounds: number): Promise<void> {
  const questions = fc.array(fc.tuple(member, filter, sort), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(records, questions, async (states, asked) => {
      const tenantId = await createTenant(database);
      await database.withTenant(tenantId, async (tx) => {
        await storeRecords(tx, tenantId, states);
        for (const [who, wanted, keys] of asked) {
          const query = { member: who, type: 'task', filter: wanted, sort: keys, today: TODAY, registry };
          const expected = inMemory(who, states, wanted, keys).map(({ id }) => id);
          const label = `${printFilter(wanted)} | ${JSON.stringify(keys)}`;
          expect(await idsBySql(tx, { ...query, limit: 7 }), label).toEqual(expected);
          expect(await countRecords(tx, query), label).toEqual({ ok: true, value: expected.length });
        }
      });
    }),
    // Shrinking 60 records and 40 questions takes longer than reading the label of the one that failed.
    { numRuns: rounds, endOnFailure: true },
  );
}

describe('queryRecords', () => {
  test('[QUERY1] SQL and memory give the same records in the same order, page by page', () =>
    holdTogether(db.database, 8));

  test('[QUERY1] whatever language the database sorts by', () =>
    withEnglishDatabase((database) => holdTogether(database, 4)));
});
