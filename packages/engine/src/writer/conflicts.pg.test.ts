import { type CommandDraft, createProject, createWorkItem, updateWorkItem } from '@atrium/model';
import { type Actor, type Command, newId, type RecordState } from '@atrium/protocol';
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
  const tenant = await engine.createTenant({
    slug: 'acme',
    name: 'Acme',
    owner: { userId: 'u1', name: 'Ada', email: 'ada@example.org' },
  });
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

function send(draft: CommandDraft, more: Partial<Command> = {}) {
  const issuedAt = '2026-01-01T00:00:00.000Z';
  return engine.submit(tenantId, actor, { id: newId(), issuedAt, ...draft, ...more });
}

async function item(): Promise<RecordState> {
  const id = newId();
  const outcome = await send(createWorkItem(id, { project, title: 'Base', description: 'Base' }));
  expect(outcome).toMatchObject({ kind: 'committed' });
  return current(id);
}

async function current(id: string): Promise<RecordState> {
  const [record] = await engine.readRecords(tenantId, [id]);
  if (!record) throw new Error('No such record');
  return record;
}

test('[LOG3] changes of different fields on one base merge', async () => {
  const base = await item();
  const outcomes = await Promise.all([
    send(updateWorkItem(base, { set: { title: 'Mine' } })),
    send(updateWorkItem(base, { set: { description: 'Theirs' } })),
    send(updateWorkItem(base, { set: { priority: 'high' } })),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'committed', 'committed']);
  expect((await current(base.id)).fields).toMatchObject({
    title: 'Mine',
    description: 'Theirs',
    priority: 'high',
  });
});

test('[LOG3] an overlap is refused with base, theirs and mine, also within one batch', async () => {
  const base = await item();
  const [theirs, mine] = await Promise.all([
    send(updateWorkItem(base, { set: { title: 'Theirs' } })),
    send(updateWorkItem(base, { set: { title: 'Mine', priority: 'low' } })),
  ]);
  expect(theirs?.kind).toBe('committed');
  expect(mine).toMatchObject({
    kind: 'refused',
    refusal: {
      code: 'CONFLICT',
      details: { recordId: base.id, fields: { title: { base: 'Base', theirs: 'Theirs', mine: 'Mine' } } },
    },
  });
  for (const title of ['a', 'b', 'c']) await send(updateWorkItem(await current(base.id), { set: { title } }));
  expect(await send(updateWorkItem(base, { set: { title: 'Late' } }))).toMatchObject({
    refusal: {
      details: {
        fields: { title: { base: 'Base', theirs: 'c', mine: 'Late', by: { via: expect.any(String) } } },
      },
    },
  });
  expect((await current(base.id)).fields).toMatchObject({ title: 'c', priority: 'none' });
});

test('[LOG3] the sender does not conflict with itself', async () => {
  const base = await item();
  await send(updateWorkItem(base, { set: { title: 'One' } }));
  const second = updateWorkItem(base, { set: { title: 'Two' } });
  expect(await send(second, { ownVersions: [2] })).toMatchObject({ kind: 'committed', version: 3 });
});

test('[LOG4] a base version that is not there yet is refused', async () => {
  const base = await item();
  const ahead = updateWorkItem({ ...base, version: 7 }, { set: { title: 'From the future' } });
  expect(await send(ahead)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'INVALID_INPUT', details: { version: 1 } },
  });
});
