import { type CommandDraft, restoreVersion } from '@atrium/model';
import type { Actor, Outcome, TenantId } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
let engine: Engine;
let tenantId: TenantId;
let owner: Actor;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database });
  const made = await engine.createTenant({
    slug: 'past',
    name: 'One',
    owner: { userId: newId(), name: 'Ada' },
  });
  if (!made.ok) throw new Error(made.refusal.message);
  tenantId = made.tenantId;
  owner = { personId: made.personId, via: 'web' };
});
afterAll(async () => {
  await engine.close();
  await db.close();
});

function send(draft: CommandDraft): Promise<Outcome> {
  return engine.submit(tenantId, owner, { ...draft, id: newId(), issuedAt: new Date().toISOString() });
}

const at = (version: number) => ({ id: tenantId, version });

function rename(baseVersion: number, name: string): CommandDraft {
  return { name: 'workspace.update', recordId: tenantId, baseVersion, input: { name } };
}

async function name(): Promise<unknown> {
  const [workspace] = await engine.readRecords(tenantId, [tenantId]);
  return workspace?.fields.name;
}

test('a record is restored to a version of the log, or of the very batch', async () => {
  await send(rename(1, 'Two'));
  expect(await send(restoreVersion(at(2), { version: 1 }))).toMatchObject({ kind: 'committed', version: 3 });
  expect(await name()).toBe('One');
  // Sent at once, so decided in one batch: version 4 is not in the log yet when it is asked for.
  const outcomes = await Promise.all([
    send(rename(3, 'Four')),
    send(rename(4, 'Five')),
    send(restoreVersion(at(5), { version: 4 })),
  ]);
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['committed', 'committed', 'committed']);
  expect(await name()).toBe('Four');
});

test('a version that does not exist is refused', async () => {
  const outcome = await send(restoreVersion(at(6), { version: 99 }));
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'NOT_FOUND' } });
});
