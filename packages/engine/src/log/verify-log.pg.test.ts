import { newId } from '@atrium/protocol';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
let engine: Engine;
let owner: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database, registry: notes });
  // Who tampers has the keys to the database.
  owner = new pg.Client(db.postgres.connection);
  await owner.connect();
});

afterAll(async () => {
  await owner?.end();
  await engine?.close();
  await db?.close();
});

async function tenantWithLog(): Promise<string> {
  const tenantId = await db.createTenant();
  const actor = { personId: newId(), via: 'import' as const };
  const origin = { at: '2020-01-01T00:00:00.000Z', personId: newId(), source: 'elsewhere' };
  const parent = newId();
  for (let n = 0; n < 5; n += 1) {
    const input = { title: `Ünïcödé ${n}`, secret: `secret ${n}`, count: 1e21, ...(n > 0 && { parent }) };
    const command = noteCommand('create', n === 0 ? parent : newId(), input, { cause: 'c', origin });
    expect(await engine.submit(tenantId, actor, command)).toMatchObject({ kind: 'committed' });
  }
  await engine.submit(tenantId, SYSTEM, noteCommand('update', parent, { secret: 'other', count: -0.1 }));
  return tenantId;
}

test('[HASH1] a log that nobody touched holds, and progress is told', async () => {
  const tenantId = await tenantWithLog();
  const progress: number[] = [];
  expect(await engine.verify(tenantId, (position) => progress.push(position))).toEqual({
    ok: true,
    events: 6,
    head: 6,
  });
  expect(progress).toEqual([6]);
  expect(await engine.verify(await db.createTenant())).toEqual({ ok: true, events: 0, head: 0 });
});

const tamperings: readonly (readonly [column: string, expression: string])[] = [
  ['event_id', 'gen_random_uuid()'],
  ['record_id', 'gen_random_uuid()'],
  ['record_type', "'person'"],
  ['version', 'version + 1'],
  ['name', "'note.forged'"],
  ['change', "'deleted'"],
  ['patch', `jsonb_set(patch, '{set,title}', '"forged"')`],
  ['patch', `patch #- '{set,title}'`],
  ['patch', `jsonb_set(patch, '{forged}', 'true')`],
  ['patch', `jsonb_set(patch, '{set,secret,$personal}', '"00"')`],
  ['personal', `jsonb_set(personal, '{set,secret,value}', '"forged"')`],
  ['personal', `jsonb_set(personal, '{set,secret,salt}', '"00"')`],
  ['actor', `jsonb_set(actor, '{via}', '"web"')`],
  ['at', "at + interval '1 hour'"],
  ['command_id', 'gen_random_uuid()'],
  ['cause', 'NULL'],
  ['origin', `jsonb_set(origin, '{source}', '"forged"')`],
  ['origin', 'NULL'],
  ['project_id', 'gen_random_uuid()'],
  ['subject_id', 'NULL'],
  ['hash', "'\\x00'"],
];

test.each(tamperings)('[HASH1] a changed %s is found: %s', async (column, expression) => {
  const tenantId = await tenantWithLog();
  await owner.query(`UPDATE events SET ${column} = ${expression} WHERE tenant_id = $1 AND position = 3`, [
    tenantId,
  ]);
  expect(await engine.verify(tenantId)).toMatchObject({ ok: false, position: 3 });
});

test('[HASH1] every column of the log is among the changed ones', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'events'`,
  );
  const tried = new Set([...tamperings.map(([column]) => column), 'tenant_id', 'position']);
  expect(new Set(rows.map(({ name }) => name))).toEqual(tried);
});

test.each([
  ['a missing event', 'DELETE FROM events WHERE tenant_id = $1 AND position = 3', 3],
  ['a missing first event', 'DELETE FROM events WHERE tenant_id = $1 AND position = 1', 1],
  ['a missing last event', 'DELETE FROM events WHERE tenant_id = $1 AND position = 6', 6],
  [
    'two events that changed places',
    `UPDATE events SET position = CASE position WHEN 2 THEN 103 ELSE 102 END
     WHERE tenant_id = $1 AND position IN (2, 3);
     UPDATE events SET position = position - 100 WHERE tenant_id = $1 AND position > 100`,
    2,
  ],
  ['a head too far', 'UPDATE tenants SET head = 9 WHERE tenant_id = $1', 7],
  ['a head too near', 'UPDATE tenants SET head = 4 WHERE tenant_id = $1', 5],
  ['a forged hash of the head', "UPDATE tenants SET head_hash = '\\x00' WHERE tenant_id = $1", 6],
])('[HASH1] %s is found', async (_what, sql, position) => {
  const tenantId = await tenantWithLog();
  await owner.query(sql.replaceAll('$1', `'${tenantId}'`));
  expect(await engine.verify(tenantId)).toMatchObject({ ok: false, position });
});

test('[HASH1] an event of another tenant is found', async () => {
  const [from, to] = [await tenantWithLog(), await tenantWithLog()];
  await owner.query(
    `DELETE FROM events WHERE tenant_id = '${to}';
     UPDATE events SET tenant_id = '${to}' WHERE tenant_id = '${from}';
     UPDATE tenants SET head_hash = (SELECT head_hash FROM tenants WHERE tenant_id = '${from}')
     WHERE tenant_id = '${to}'`,
  );
  expect(await engine.verify(to)).toMatchObject({ ok: false, position: 1 });
});

test('[HASH2] personal values are read back, and lie outside the hashed part', async () => {
  const tenantId = await tenantWithLog();
  const events = await engine.readEvents(tenantId, { limit: 10 });
  expect(events[2]?.patch.set.secret).toBe('secret 2');
  expect(events[5]?.patch).toMatchObject({ set: { secret: 'other' }, old: { secret: 'secret 0' } });
  const { rows } = await owner.query('SELECT patch::text FROM events WHERE tenant_id = $1', [tenantId]);
  expect(JSON.stringify(rows)).not.toContain('secret 2');
});

test('[HASH2] erased values leave the chain whole and read as unset', async () => {
  const tenantId = await tenantWithLog();
  await db.database.withTenant(tenantId, (tx) =>
    tx.query('UPDATE events SET personal = NULL WHERE tenant_id = $1', [tenantId]),
  );
  expect(await engine.verify(tenantId)).toMatchObject({ ok: true });
  const events = await engine.readEvents(tenantId, { limit: 10 });
  expect(events[5]?.patch).toEqual({ set: { count: -0.1 }, unset: ['secret'], old: { count: 1e21 } });
});
