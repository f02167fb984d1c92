import {
  type CommandDraft,
  createProject,
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  updateWorkItem,
} from '@atrium/model';
import { type Actor, type Command, derivedId, newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
let engine: Engine;
let tenantId: string;
let actor: Actor;
let project: string;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database });
  const owner = { userId: 'u1', name: 'Ada' };
  const tenant = await engine.createTenant({ slug: 'acme', name: 'Acme', owner });
  if (!tenant.ok) throw new Error(tenant.refusal.message);
  tenantId = tenant.tenantId;
  actor = { personId: tenant.personId, via: 'web' };
  project = newId();
  await send(createProject(project, { key: 'ACME', name: 'Acme' }));
});

afterAll(async () => {
  await engine?.close();
  await db?.close();
});

async function send(draft: CommandDraft, more: Partial<Command> = {}) {
  const issuedAt = '2026-01-01T00:00:00.000Z';
  const outcome = await engine.submit(tenantId, actor, { id: newId(), issuedAt, ...draft, ...more });
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
  return outcome;
}

function createMany(count: number, cause: string) {
  const ids = Array.from({ length: count }, newId);
  return Promise.all(
    ids.map(async (id, n) => {
      await send(createWorkItem(id, { project, title: `Item ${n}` }), { cause });
      return id;
    }),
  );
}

const recordsOf = (ids: readonly string[]) => engine.readRecords(tenantId, ids);

test('[CAUSE1] an import of 2,000 events is undone, and undone once', async () => {
  const ids = await createMany(2_000, 'import:a');
  const progress: number[] = [];
  const report = await engine.undoCause(tenantId, actor, 'import:a', (done) => progress.push(done));
  expect(report).toEqual({ undone: 2_000, kept: [] });
  expect(progress.at(-1)).toBe(2_000);
  expect((await recordsOf(ids)).every(({ deletedAt }) => deletedAt !== null)).toBe(true);
  const head = await engine.head(tenantId);
  expect(await engine.undoCause(tenantId, actor, 'import:a')).toEqual(report);
  expect(await engine.head(tenantId)).toBe(head);
  expect(await engine.verify(tenantId)).toMatchObject({ ok: true });
});

test('[CAUSE1] one that was cut short goes on where it ended', async () => {
  const ids = await createMany(30, 'import:b');
  const events = await engine.readEvents(tenantId, { cause: 'import:b', limit: 100 });
  for (const { commandId, recordId } of events.slice(-7)) {
    await send(
      { name: 'history.undo', recordId, baseVersion: 0, input: { commandId } },
      { id: derivedId(commandId, 'undo:import:b'), cause: 'undo:import:b' },
    );
  }
  const head = await engine.head(tenantId);
  expect(await engine.undoCause(tenantId, actor, 'import:b')).toEqual({ undone: 30, kept: [] });
  expect(await engine.head(tenantId)).toBe(head + 23);
  expect((await recordsOf(ids)).every(({ deletedAt }) => deletedAt !== null)).toBe(true);
});

test('[CAUSE1] several commands on one record are undone newest first', async () => {
  const [id = ''] = await createMany(1, 'setup');
  const cause = 'bulk:c';
  for (const title of ['One', 'Two', 'Three']) {
    const [record] = await recordsOf([id]);
    if (record) await send(updateWorkItem(record, { set: { title } }), { cause });
  }
  expect(await engine.undoCause(tenantId, actor, cause)).toEqual({ undone: 3, kept: [] });
  expect((await recordsOf([id]))[0]?.fields.title).toBe('Item 0');
});

test('[CAUSE2] what was changed since is kept and reported, and the undo can be undone', async () => {
  const ids = await createMany(5, 'setup');
  const cause = 'bulk:d';
  for (const record of await recordsOf(ids)) {
    await send(moveWorkItem(record, { status: 'done' }), { cause });
  }
  const [changed, deleted] = await recordsOf(ids);
  if (!changed || !deleted) throw new Error('No records');
  await send(moveWorkItem(changed, { status: 'in_progress' }));
  await send(deleteWorkItem(deleted));
  const report = await engine.undoCause(tenantId, actor, cause);
  expect(report.undone).toBe(3);
  expect(report.kept).toContainEqual({
    recordId: changed.id,
    reason: 'UNDO_STALE',
    fields: expect.arrayContaining(['status']),
  });
  expect(report.kept.map(({ recordId }) => recordId).sort()).toEqual([changed.id, deleted.id].sort());

  expect(await engine.undoCause(tenantId, actor, `undo:${cause}`)).toEqual({ undone: 3, kept: [] });
  const statuses = (await recordsOf(ids)).map(({ id, fields }) => [id, fields.status]);
  expect(statuses.filter(([, status]) => status === 'done').length).toBe(4);
});
