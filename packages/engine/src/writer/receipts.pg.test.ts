import { refuse } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

let db: TestDatabase;
let engine: Engine;
let other: Engine;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database, registry: notes });
  other = createEngine({ database: db.database, registry: notes });
});

afterAll(async () => {
  await Promise.all([engine?.close(), other?.close()]);
  await db?.close();
});

test('[LOG2] one id sent many times at once, to two nodes, is done once and answered alike', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  await engine.submit(tenantId, SYSTEM, noteCommand('create', id));
  const command = noteCommand('increment', id);
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, i) => (i % 2 ? engine : other).submit(tenantId, SYSTEM, command)),
  );
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(
    new Set([JSON.stringify({ kind: 'committed', firstPosition: 2, lastPosition: 2, version: 2 })]),
  );
  expect(await engine.head(tenantId)).toBe(2);
});

test('[LOG2] the same id later, on another node or after a restart, answers the same', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  const commands = [
    noteCommand('create', id),
    noteCommand('create', id),
    noteCommand('nothing', id),
    noteCommand('increment', id),
  ];
  const first = [];
  for (const command of commands) first.push(await engine.submit(tenantId, SYSTEM, command));
  expect(first.map((outcome) => (outcome.kind === 'refused' ? outcome.refusal.code : outcome))).toEqual([
    { kind: 'committed', firstPosition: 1, lastPosition: 1, version: 1 },
    'ALREADY_EXISTS',
    { kind: 'committed', firstPosition: 2, lastPosition: 1, version: 0 },
    { kind: 'committed', firstPosition: 2, lastPosition: 2, version: 2 },
  ]);
  const restarted = createEngine({ database: db.database, registry: notes });
  for (const node of [engine, other, restarted]) {
    const again = await Promise.all(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
    expect(again).toEqual(first);
  }
  await restarted.close();
  expect(await engine.head(tenantId)).toBe(2);
});

test('[LOG2] a refusal stays one, even when the command would be possible now', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  const early = noteCommand('increment', id);
  const refused = await engine.submit(tenantId, SYSTEM, early);
  expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'NOT_FOUND' } });
  await engine.submit(tenantId, SYSTEM, noteCommand('create', id));
  expect(await other.submit(tenantId, SYSTEM, early)).toEqual(refused);
});

test('[LOG2] a refusal that speaks of the moment is not stored', async () => {
  const tenantId = await db.createTenant();
  let busy = true;
  const moody = createEngine({
    database: db.database,
    registry: {
      ...notes,
      commands: new Map([
        [
          'note.moody',
          {
            name: 'note.moody',
            recordType: 'note',
            creates: false,
            run: () => (busy ? refuse('RATE_LIMITED', 'Not now.') : []),
          },
        ],
      ]),
    },
  });
  const command = noteCommand('moody', newId());
  expect(await moody.submit(tenantId, SYSTEM, command)).toMatchObject({ kind: 'refused' });
  busy = false;
  expect(await moody.submit(tenantId, SYSTEM, command)).toMatchObject({ kind: 'committed' });
  await moody.close();
});

test('[LOG2] two tenants may use the same id', async () => {
  const [one, two] = [await db.createTenant(), await db.createTenant()];
  const command = noteCommand('create', newId());
  for (const tenantId of [one, two]) {
    expect(await engine.submit(tenantId, SYSTEM, command)).toMatchObject({
      kind: 'committed',
      firstPosition: 1,
    });
  }
});
