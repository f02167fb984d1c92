import { newId } from '@atrium/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';
import { openDatabase } from './open-database.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase({ maxConnections: 2, maxSessions: 1 });
});
afterAll(async () => {
  await test?.close();
});

const insert = 'INSERT INTO counters (tenant_id, name) VALUES ($1, $2)';

async function counters(tenant: string): Promise<string[]> {
  const { rows } = await test.database.withTenant(tenant, (tx) =>
    tx.query<{ name: string }>('SELECT name FROM counters ORDER BY name'),
  );
  return rows.map((row) => row.name);
}

async function endSessions(): Promise<void> {
  const owner = new pg.Client(test.postgres.connection);
  await owner.connect();
  await owner.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await owner.end();
}

describe('transactions', () => {
  it('[DB21] a throw rolls back and comes through; the connection is used again', async () => {
    const tenant = await test.createTenant();
    for (let i = 0; i < 5; i += 1) {
      const failed = test.database.withTenant(tenant, async (tx) => {
        await tx.query(insert, [tenant, `n${i}`]);
        throw new Error('changed my mind');
      });
      await expect(failed).rejects.toThrow('changed my mind');
    }
    expect(await counters(tenant)).toEqual([]);
  });

  it('[DB21] a swallowed SQL error cannot pass for a commit', async () => {
    const tenant = await test.createTenant();
    const swallowed = test.database.withTenant(tenant, async (tx) => {
      await tx.query(insert, [tenant, 'n']);
      await tx.query('SELECT nonsense').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow(/rolled back/);
    expect(await counters(tenant)).toEqual([]);
  });

  it('[DB21] options hold: read only, and one snapshot', async () => {
    const tenant = await test.createTenant();
    const writing = test.database.withTenant(tenant, (tx) => tx.query(insert, [tenant, 'n']), {
      readOnly: true,
    });
    await expect(writing).rejects.toThrow(/read-only/);
    const seen = await test.database.withTenant(
      tenant,
      async (tx) => {
        const before = await tx.query('SELECT name FROM counters');
        await test.database.withTenant(tenant, (other) => other.query(insert, [tenant, 'meanwhile']));
        return [before.rowCount, (await tx.query('SELECT name FROM counters')).rowCount];
      },
      { isolation: 'repeatable read' },
    );
    expect(seen).toEqual([0, 0]);
    expect(await counters(tenant)).toEqual(['meanwhile']);
  });

  it('[DB22] a session opens its transaction, its tenant and a statement in one round trip', async () => {
    const tenant = await test.createTenant();
    const session = await test.database.acquire(tenant);
    const [locked] = await session.begin('SELECT tenant_id, head FROM tenants FOR UPDATE');
    expect(locked?.rows).toEqual([{ tenant_id: tenant, head: 0 }]);
    await session.query({ name: 'insert-counter', text: insert, values: [tenant, 'kept'] });
    await session.commit();
    await session.begin();
    await session.query(insert, [tenant, 'dropped']);
    await session.rollback();
    session.release();
    expect(await counters(tenant)).toEqual(['kept']);
  });

  it('[DB22] a session whose opening statement fails can begin again', async () => {
    const tenant = await test.createTenant();
    const session = await test.database.acquire(tenant);
    await expect(session.begin('SELECT nonsense')).rejects.toThrow(/nonsense/);
    expect(session.broken).toBe(false);
    await session.begin();
    await session.query(insert, [tenant, 'kept']);
    await session.commit();
    session.release();
    expect(await counters(tenant)).toEqual(['kept']);
  });

  it('[DB22] a session released in the middle of a transaction leaves nothing behind', async () => {
    const tenant = await test.createTenant();
    const session = await test.database.acquire(tenant);
    await session.begin();
    await session.query(insert, [tenant, 'half']);
    session.release();
    // There is one session connection: the next caller must get a clean one.
    const next = await test.database.acquire(tenant);
    expect((await next.begin('SELECT name FROM counters'))[0]?.rows).toEqual([]);
    await next.commit();
    next.release();
  });

  it('[DB23] a lost connection is told apart from an SQL error, and the next call works', async () => {
    const tenant = await test.createTenant();
    const lost = test.database.withTenant(tenant, async (tx) => {
      await endSessions();
      await tx.query('SELECT 1');
    });
    await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable);
    await expect(lost).rejects.toMatchObject({ committed: 'no' });
    const wrong = test.database.withTenant(tenant, (tx) => tx.query('SELECT nonsense'));
    await expect(wrong).rejects.not.toBeInstanceOf(DatabaseUnavailable);
    expect(await counters(tenant)).toEqual([]);
  });

  it('[DB23] a connection lost at the commit leaves the outcome unknown, and says so', async () => {
    const tenant = await test.createTenant();
    const session = await test.database.acquire(tenant);
    await session.begin();
    await session.query(insert, [tenant, 'who knows']);
    await endSessions();
    await expect(session.commit()).rejects.toMatchObject({
      name: 'DatabaseUnavailable',
      committed: 'unknown',
    });
    expect(session.broken).toBe(true);
    session.release();
    const next = await test.database.acquire(tenant);
    await next.begin();
    await next.commit();
    next.release();
  });

  it('[DB23] a server that is not there is unavailable', async () => {
    const nowhere = { ...test.postgres, connection: { ...test.postgres.connection, host: '/nowhere' } };
    await expect(openDatabase(nowhere)).rejects.toBeInstanceOf(DatabaseUnavailable);
  });

  it('[DB24] lookups by field, membership and word go through indexes under row security', async () => {
    const tenant = newId();
    expect(test.database.capabilities.indexedExpressions).toBe(true);
    const owner = new pg.Client(test.postgres.connection);
    await owner.connect();
    await owner.query(
      `INSERT INTO records (tenant_id, id, type, version, fields, field_versions, created_at, created_by, updated_at, updated_by)
       SELECT $1, gen_random_uuid(), 'work_item', 1, jsonb_build_object('status', i::text, 'parent', i::text), '{}', now(), $1, now(), $1
       FROM generate_series(1, 3000) i`,
      [tenant],
    );
    await owner.query(
      `INSERT INTO search_documents (tenant_id, record_id, record_type, title)
       SELECT tenant_id, id, type, 'word' || (fields->>'status') FROM records`,
    );
    await owner.query("CREATE INDEX by_status ON records (tenant_id, (fields->>'status'))");
    await owner.query('ANALYZE records, search_documents');
    await owner.end();
    const plan = (sql: string) =>
      test.database.withTenant(tenant, async (tx) => {
        const { rows } = await tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    expect(await plan("SELECT id FROM records WHERE fields->>'status' = '7'")).toContain('by_status');
    expect(await plan("SELECT id FROM records WHERE parent_id = '7'")).toContain('records_by_parent');
    expect(
      await plan("SELECT record_id FROM search_documents WHERE tsv @@ to_tsquery('simple', 'word7')"),
    ).toContain('search_documents_by_words');
  });
});
