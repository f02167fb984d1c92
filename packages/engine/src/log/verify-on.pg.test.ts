import { newId, type TenantId } from '@atrium/protocol';
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
  owner = new pg.Client(db.postgres.connection);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await engine?.close();
  await db?.close();
});

async function write(tenantId: TenantId, count: number): Promise<void> {
  const commands = Array.from({ length: count }, () => noteCommand('create', newId()));
  await Promise.all(commands.map((command) => engine.submit(tenantId, SYSTEM, command)));
}

const BY = newId();

async function verify(tenantId: TenantId, whole = false, on = engine) {
  await on.verifyOn(tenantId, { by: BY, whole });
  await on.verified(tenantId);
  return on.verification(tenantId);
}

test('[HASH3] a run goes on from where the last one came to', async () => {
  const tenantId = await db.createTenant();
  expect(await engine.verification(tenantId)).toMatchObject({ state: 'never', position: 0, head: 0 });
  await write(tenantId, 1_200);
  expect(await verify(tenantId)).toMatchObject({
    state: 'held',
    position: 1_200,
    verifiedPosition: 1_200,
    startedBy: BY,
    broken: null,
  });
  // What holds is not looked at again, unless the whole is asked for.
  await owner.query(`UPDATE events SET name = 'note.forged' WHERE tenant_id = $1 AND position = 7`, [
    tenantId,
  ]);
  await write(tenantId, 3);
  expect(await verify(tenantId)).toMatchObject({ state: 'held', position: 1_203, head: 1_203 });
  expect(await verify(tenantId, true)).toMatchObject({ state: 'broken', broken: { position: 7 } });
  expect(await engine.verification(tenantId)).toMatchObject({ position: 0, verifiedPosition: 1_203 });
});

test('[HASH3] a log that was cut, and a head that lies, are found', async () => {
  const tenantId = await db.createTenant();
  await write(tenantId, 5);
  await owner.query('DELETE FROM events WHERE tenant_id = $1 AND position = 5', [tenantId]);
  expect(await verify(tenantId)).toMatchObject({ state: 'broken', broken: { position: 5 }, position: 4 });
  const other = await db.createTenant();
  await write(other, 2);
  await owner.query(`UPDATE tenants SET head_hash = '\\x00' WHERE tenant_id = $1`, [other]);
  expect(await verify(other)).toMatchObject({ state: 'broken', broken: { position: 2 } });
});

test('[HASH3] there is one run at a time; one whose process is gone is taken over', async () => {
  const tenantId = await db.createTenant();
  await write(tenantId, 10);
  await engine.verifyOn(tenantId, { by: BY, whole: false });
  await engine.verified(tenantId);
  const seen = (when: string) =>
    owner.query(
      `UPDATE log_verifications SET run_id = gen_random_uuid(), run_seen_at = ${when}, run_target = 10, position = 3,
         hash = (SELECT hash FROM events WHERE tenant_id = $1 AND position = 3) WHERE tenant_id = $1`,
      [tenantId],
    );
  await seen('now()');
  const second = createEngine({ database: db.database, registry: notes });
  expect(await verify(tenantId, false, second)).toMatchObject({ state: 'running', position: 3 });
  await seen(`now() - interval '1 hour'`);
  expect(await engine.verification(tenantId)).toMatchObject({ state: 'stopped', target: 10 });
  expect(await verify(tenantId, false, second)).toMatchObject({ state: 'held', position: 10 });
  await second.close();
});
