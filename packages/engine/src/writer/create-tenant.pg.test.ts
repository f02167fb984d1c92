import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database });
});

afterAll(async () => {
  await engine?.close();
  await db?.close();
});

const owner = { userId: 'user-1', name: 'Ada', email: 'ada@example.org' };

function rowsOf(table: 'tenant_directory' | 'tenants' | 'memberships' | 'events', tenantId: string) {
  const column = table === 'tenant_directory' ? 'id' : 'tenant_id';
  const open = table === 'memberships' ? db.database.controlOf : db.database.withTenant;
  return open(tenantId, async (tx) => {
    const { rows } = await tx.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [tenantId]);
    return rows;
  });
}

test('[LOG16] a workspace comes with its owner, an address and a membership', async () => {
  const made = await engine.createTenant({ slug: 'acme', name: 'Acme', owner });
  if (!made.ok) throw new Error(made.refusal.message);
  const [workspace, person] = await Promise.all(
    [made.tenantId, made.personId].map(async (id) => (await engine.readRecords(made.tenantId, [id]))[0]),
  );
  expect(workspace).toMatchObject({ type: 'workspace', fields: { name: 'Acme' } });
  expect(person).toMatchObject({ type: 'person', fields: { ...owner, role: 'owner', active: true } });
  expect(await rowsOf('memberships', made.tenantId)).toMatchObject([
    { user_id: 'user-1', person_id: made.personId },
  ]);
  expect(await engine.verify(made.tenantId)).toEqual({ ok: true, events: 2, head: 2 });
  const outcome = await engine.submit(
    made.tenantId,
    { personId: made.personId, via: 'web' },
    {
      id: newId(),
      name: 'workspace.update',
      recordId: made.tenantId,
      baseVersion: 1,
      input: { name: 'Acme Inc.' },
      issuedAt: '2026-01-01T00:00:00.000Z',
    },
  );
  expect(outcome).toMatchObject({ kind: 'committed', firstPosition: 3 });
});

test('[LOG16] the same id again answers the same; a taken address is a refusal', async () => {
  const wanted = { id: newId(), slug: 'again', name: 'Again', owner };
  const first = await engine.createTenant(wanted);
  expect(first).toMatchObject({ ok: true, tenantId: wanted.id });
  expect(await engine.createTenant(wanted)).toEqual(first);
  expect(await engine.head(wanted.id)).toBe(2);
  const other = { slug: 'again', name: 'Other', owner };
  expect(await engine.createTenant(other)).toMatchObject({ ok: false, refusal: { code: 'ALREADY_EXISTS' } });
});

test('[LOG16] of many who want one address at once exactly one gets it', async () => {
  const made = await Promise.all(
    Array.from({ length: 8 }, () => engine.createTenant({ slug: 'race', name: 'Race', owner })),
  );
  expect(made.filter(({ ok }) => ok).length).toBe(1);
});

test('[LOG16] what the owner is refused for leaves no trace', async () => {
  const id = newId();
  const unnamed = { id, slug: 'nobody', name: 'Nobody', owner: { userId: 'user-2', name: '' } };
  expect(await engine.createTenant(unnamed)).toMatchObject({ ok: false, refusal: { code: 'INVALID_INPUT' } });
  for (const table of ['tenant_directory', 'tenants', 'memberships', 'events'] as const) {
    expect(await rowsOf(table, id)).toEqual([]);
  }
  for (const slug of ['', 'Acme', 'a b', '-a', 'a'.repeat(41), 'a/../b']) {
    const outcome = await engine.createTenant({ slug, name: 'Acme', owner });
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'INVALID_INPUT' } });
  }
});
