import { createProject, createWorkItem, updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

/** More than go into one statement, so that later ones are decided while the first are being written. */
const COMMANDS = 300;

let db: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database, registry: notes });
});

afterAll(async () => {
  await engine?.close();
  await db?.close();
});

async function startedTenant(): Promise<string> {
  const tenantId = await db.createTenant();
  await engine.submit(tenantId, SYSTEM, noteCommand('create', newId()));
  return tenantId;
}

test('[LOG10] a command sees what was decided statements before it in the same batch', async () => {
  const tenantId = await startedTenant();
  const id = newId();
  const outcomes = await Promise.all([
    engine.submit(tenantId, SYSTEM, noteCommand('create', id, { slug: 'mine' })),
    ...Array.from({ length: COMMANDS }, () => engine.submit(tenantId, SYSTEM, noteCommand('increment', id))),
    engine.submit(tenantId, SYSTEM, noteCommand('create', newId(), { slug: 'mine' })),
  ]);
  expect(outcomes.slice(0, -1).every(({ kind }) => kind === 'committed')).toBe(true);
  expect(outcomes.at(-1)).toMatchObject({ kind: 'refused', refusal: { code: 'ALREADY_EXISTS' } });
  const [note] = await engine.readRecords(tenantId, [id]);
  expect(note).toMatchObject({ version: COMMANDS + 1, fields: { count: COMMANDS } });
  expect(await engine.verify(tenantId)).toMatchObject({ ok: true });
});

test('[LOG10] what has to be loaded in the middle of a batch is loaded with what is being written', async () => {
  const tenantId = await startedTenant();
  const parent = newId();
  await engine.submit(tenantId, SYSTEM, noteCommand('create', parent));
  await Promise.all([
    ...Array.from({ length: COMMANDS }, () =>
      engine.submit(tenantId, SYSTEM, noteCommand('create', newId(), { parent })),
    ),
    engine.submit(tenantId, SYSTEM, noteCommand('countChildren', parent)),
  ]);
  const [record] = await engine.readRecords(tenantId, [parent]);
  expect(record?.fields.count).toBe(COMMANDS);
});

test('[LOG5] what cannot be stored fails alone, whichever statement it is in', async () => {
  const tenantId = await startedTenant();
  const ids = Array.from({ length: COMMANDS }, newId);
  const results = await Promise.allSettled(
    ids.flatMap((id, index) => [
      engine.submit(tenantId, SYSTEM, noteCommand('create', id)),
      ...(index === 20 ? [engine.submit(tenantId, SYSTEM, noteCommand('poison', id))] : []),
    ]),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await engine.readRecords(tenantId, ids)).toHaveLength(COMMANDS);
  expect(await engine.verify(tenantId)).toMatchObject({ ok: true });
});

test('[LOG3] a conflict with a change of the same batch names what the sender saw', async () => {
  const owner = { userId: 'u1', name: 'Ada', email: 'ada@example.org' };
  const made = await engine.createTenant({ slug: 'long', name: 'Long', owner });
  if (!made.ok) throw new Error(made.refusal.message);
  const { tenantId, personId } = made;
  const project = newId();
  const item = newId();
  const send = (draft: ReturnType<typeof createWorkItem>) =>
    engine.submit(
      tenantId,
      { personId, via: 'web' },
      { ...draft, id: newId(), issuedAt: '2026-01-01T00:00:00.000Z' },
    );
  await send(createProject(project, { key: 'LONG', name: 'Long' }));
  await send(createWorkItem(item, { project, title: 'Base' }));
  const base = { id: item, version: 1 };
  const outcomes = await Promise.all([
    send(updateWorkItem(base, { set: { title: 'Theirs' } })),
    ...Array.from({ length: COMMANDS }, () => send(createWorkItem(newId(), { project, title: 'Between' }))),
    send(updateWorkItem(base, { set: { title: 'Mine' } })),
  ]);
  expect(outcomes.at(-1)).toMatchObject({
    kind: 'refused',
    refusal: {
      code: 'CONFLICT',
      details: { fields: { title: { base: 'Base', theirs: 'Theirs', mine: 'Mine' } } },
    },
  });
});
