import { createProject, createWorkItem, updateWorkItem } from '@atrium/model';
import { type Command, newId, type Outcome } from '@atrium/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { Database } from '../database/open-database.ts';
import type { TenantSession } from '../database/tenant-session.ts';
import type { Engine } from '../engine.ts';
import type { BatchMetrics, EngineMetrics } from '../engine-metrics.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

/** Commands of one batch: what is submitted at once makes several, so that each is decided while the last is written. */
const BATCH = 5;

let db: TestDatabase;
let other: Engine;
let batches: BatchMetrics[];
/** Batches that the database refused to store. Its constraints would mend a wrong decision, but only by chance. */
let refusedByDatabase: number;

beforeAll(async () => {
  db = await testDatabase();
  other = createEngine({ database: db.database, registry: notes });
});

beforeEach(() => {
  batches = [];
  refusedByDatabase = 0;
});

afterAll(async () => {
  await other?.close();
  await db?.close();
});

type Commit = () => Promise<void>;

/** A node whose commits go through `commit`, which gets the real one and its number. */
function nodeWith(commit: (really: Commit, session: TenantSession, count: number) => Promise<void>): Engine {
  let count = 0;
  const database: Database = {
    ...db.database,
    async acquire(tenantId) {
      const session = await db.database.acquire(tenantId);
      const really = session.commit.bind(session);
      session.commit = () => {
        count += 1;
        return commit(really, session, count);
      };
      return session;
    },
  };
  const metrics: EngineMetrics = {
    batch: (batch) => void batches.push(batch),
    retry: (_tenantId, reason) => {
      if (reason === 'data') refusedByDatabase += 1;
    },
  };
  return createEngine({ database, registry: notes, metrics, limits: { batchCommands: BATCH } });
}

const plainNode = () => nodeWith((really) => really());

const foreseen = () => batches.reduce((sum, batch) => sum + batch.foreseen, 0);

function refused(outcome: Outcome | undefined) {
  return outcome?.kind === 'refused' ? outcome.refusal.code : outcome?.kind;
}

async function tenantWithNotes(count: number) {
  const tenantId = await db.createTenant();
  const ids = Array.from({ length: count }, newId);
  await Promise.all(ids.map((id) => other.submit(tenantId, SYSTEM, noteCommand('create', id))));
  return { tenantId, ids };
}

/** Every command once, at the position that it was told. */
async function expectOnce(tenantId: string, commands: readonly Command[], outcomes: readonly Outcome[]) {
  const events = await other.readEvents(tenantId, { limit: 10_000 });
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => index + 1));
  for (const [index, command] of commands.entries()) {
    const own = events.filter(({ commandId }) => commandId === command.id);
    expect(own).toHaveLength(1);
    expect(outcomes[index]).toEqual({
      kind: 'committed',
      firstPosition: own[0]?.position,
      lastPosition: own[0]?.position,
      version: own[0]?.version,
    });
  }
  expect(await other.verify(tenantId)).toMatchObject({ ok: true, events: events.length });
}

test('[LOG18] a batch is decided while the one before is written, on what that one made', async () => {
  const { tenantId, ids } = await tenantWithNotes(1);
  const node = plainNode();
  await node.submit(tenantId, SYSTEM, noteCommand('increment', ids[0] ?? ''));
  const commands = Array.from({ length: 6 * BATCH }, (_, index) =>
    index % 3 === 0 ? noteCommand('create', newId()) : noteCommand('increment', ids[0] ?? ''),
  );
  const outcomes = await Promise.all(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
  await expectOnce(tenantId, commands, outcomes);
  expect(foreseen()).toBeGreaterThan(2 * BATCH);
  const events = await other.readEvents(tenantId, { limit: 1_000 });
  const created = events.filter(({ change }) => change === 'created');
  // Numbers of the counter too, and each of them once.
  expect(created.map(({ patch }) => patch.set.number)).toEqual(created.map((_, index) => index + 1));
  const [note] = await other.readRecords(tenantId, ids);
  expect(note).toMatchObject({ fields: { count: 4 * BATCH + 1 } });
  await node.close();
});

test.each(['before', 'after'] as const)(
  '[LOG18] a connection that is lost %s a commit voids what was decided on it, and doubles nothing',
  async (when) => {
    const { tenantId, ids } = await tenantWithNotes(3);
    const node = nodeWith(async (really, session, count) => {
      if (count % 3 !== 2) return really();
      // Rolled back, or committed; either way nobody is told.
      if (when === 'after') await really();
      else await session.simple('ROLLBACK');
      throw new DatabaseUnavailable(new Error('lost'), 'unknown');
    });
    const commands = Array.from({ length: 8 * BATCH }, (_, index) =>
      noteCommand('increment', ids[index % ids.length] ?? ''),
    );
    const outcomes = await Promise.all(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
    await expectOnce(tenantId, commands, outcomes);
    expect(foreseen()).toBeGreaterThan(0);
    await node.close();
  },
);

test('[LOG18] what another node appended in between voids what was decided ahead', async () => {
  const { tenantId, ids } = await tenantWithNotes(1);
  const [id = ''] = ids;
  const between: Command[] = [];
  const answers: Outcome[] = [];
  const node = nodeWith(async (really) => {
    await really();
    const command = noteCommand('increment', id);
    between.push(command);
    answers.push(await other.submit(tenantId, SYSTEM, command));
  });
  const commands = Array.from({ length: 5 * BATCH }, () => noteCommand('increment', id));
  const outcomes = await Promise.all(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
  await expectOnce(tenantId, [...commands, ...between], [...outcomes, ...answers]);
  const [note] = await other.readRecords(tenantId, [id]);
  expect(note).toMatchObject({ fields: { count: commands.length + between.length } });
  // Nobody appended before the first batch, and nothing was decided ahead of it.
  expect(foreseen()).toBe(0);
  expect(refusedByDatabase).toBe(0);
  await node.close();
});

test('[LOG18] nothing is left in the cache of a batch that was rolled back, even when others appended as much', async () => {
  const { tenantId, ids } = await tenantWithNotes(1);
  const [id = ''] = ids;
  const node = nodeWith(async (really, session, count) => {
    if (count !== 2) return really();
    await session.simple('ROLLBACK');
    for (let more = 0; more < BATCH; more += 1) {
      await other.submit(tenantId, SYSTEM, noteCommand('update', id, { title: `Title ${more}` }));
    }
    throw new DatabaseUnavailable(new Error('lost'), 'unknown');
  });
  await node.submit(tenantId, SYSTEM, noteCommand('increment', id));
  const commands = Array.from({ length: 3 * BATCH }, () => noteCommand('increment', id));
  const outcomes = await Promise.all(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
  await expectOnce(tenantId, commands, outcomes);
  const [note] = await other.readRecords(tenantId, [id]);
  expect(note).toMatchObject({
    version: 2 + BATCH + commands.length,
    fields: { count: commands.length + 1, title: `Title ${BATCH - 1}` },
  });
  await node.close();
});

test('[LOG2] an id that was decided elsewhere before is answered as it was then, in whatever batch it comes', async () => {
  const { tenantId, ids } = await tenantWithNotes(2);
  const [one = '', two = ''] = ids;
  const old = noteCommand('increment', one);
  const first = await other.submit(tenantId, SYSTEM, old);
  const node = plainNode();
  await node.submit(tenantId, SYSTEM, noteCommand('increment', one));
  const commands = Array.from({ length: 4 * BATCH }, () => noteCommand('increment', two));
  const sent = [...commands.slice(0, 7), old, ...commands.slice(7)];
  const outcomes = await Promise.all(sent.map((command) => node.submit(tenantId, SYSTEM, command)));
  expect(outcomes[7]).toEqual(first);
  expect(refusedByDatabase).toBe(0);
  await expectOnce(tenantId, sent, outcomes);
  await node.close();
});

test('[LOG2] a record that another node made is not made again by a command decided ahead', async () => {
  const { tenantId, ids } = await tenantWithNotes(2);
  const [there = '', mine = ''] = ids;
  const node = plainNode();
  await node.submit(tenantId, SYSTEM, noteCommand('increment', mine));
  const outcomes = await Promise.all([
    ...Array.from({ length: BATCH }, () => node.submit(tenantId, SYSTEM, noteCommand('increment', mine))),
    node.submit(tenantId, SYSTEM, noteCommand('create', there)),
    node.submit(tenantId, SYSTEM, noteCommand('increment', mine)),
  ]);
  expect(outcomes.slice(BATCH).map(refused)).toEqual(['ALREADY_EXISTS', 'committed']);
  expect(refusedByDatabase).toBe(0);
  expect(await other.verify(tenantId)).toMatchObject({ ok: true });
  await node.close();
});

test('[LOG5] what fails in one batch fails alone, though the next was decided on it', async () => {
  const { tenantId, ids } = await tenantWithNotes(2);
  const [good = '', bad = ''] = ids;
  const node = plainNode();
  await node.submit(tenantId, SYSTEM, noteCommand('increment', good));
  const commands = Array.from({ length: 5 * BATCH }, (_, index) => {
    if (index === 3 || index === 13) return noteCommand('poison', bad);
    return noteCommand(index === 8 ? 'throw' : 'increment', good);
  });
  const settled = await Promise.allSettled(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
  const failed = settled.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
  expect(failed).toEqual([3, 8, 13]);
  const [note] = await other.readRecords(tenantId, [good]);
  expect(note).toMatchObject({ fields: { count: commands.length - failed.length + 1 } });
  expect(await other.verify(tenantId)).toMatchObject({ ok: true });
  await node.close();
});

test('[LOG13] close answers what was decided ahead, too', async () => {
  const { tenantId, ids } = await tenantWithNotes(1);
  const node = plainNode();
  const commands = Array.from({ length: 4 * BATCH }, () => noteCommand('increment', ids[0] ?? ''));
  const answers = commands.map((command) => node.submit(tenantId, SYSTEM, command));
  await node.close();
  await expectOnce(tenantId, commands, await Promise.all(answers));
});

test('[LOG12] what was decided ahead of a database that stays away is rejected with the rest', async () => {
  const { tenantId, ids } = await tenantWithNotes(1);
  const away: Commit = () => Promise.reject(new DatabaseUnavailable(new Error('away'), 'unknown'));
  const database: Database = {
    ...db.database,
    async acquire(tenant) {
      const session = await db.database.acquire(tenant);
      session.commit = async () => {
        await session.simple('ROLLBACK');
        return away();
      };
      return session;
    },
  };
  const limits = { batchCommands: BATCH, unavailableMs: 1 };
  const node = createEngine({ database, registry: notes, limits });
  const commands = Array.from({ length: 4 * BATCH }, () => noteCommand('increment', ids[0] ?? ''));
  const settled = await Promise.allSettled(commands.map((command) => node.submit(tenantId, SYSTEM, command)));
  for (const result of settled) {
    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
  }
  const again = await Promise.all(commands.map((command) => other.submit(tenantId, SYSTEM, command)));
  await expectOnce(tenantId, commands, again);
  await node.close();
});

test('[LOG3] a conflict with the batch before names what the sender saw', async () => {
  const owner = { userId: 'u-ahead', name: 'Ada', email: 'ada@example.org' };
  const made = await other.createTenant({ slug: 'ahead', name: 'Ahead', owner });
  if (!made.ok) throw new Error(made.refusal.message);
  const { tenantId, personId } = made;
  const node = plainNode();
  const send = (draft: ReturnType<typeof createWorkItem>) =>
    node.submit(
      tenantId,
      { personId, via: 'web' },
      { ...draft, id: newId(), issuedAt: '2026-01-01T00:00:00.000Z' },
    );
  const [project, item] = [newId(), newId()];
  await send(createProject(project, { key: 'AHD', name: 'Ahead' }));
  await send(createWorkItem(item, { project, title: 'Base' }));
  const base = { id: item, version: 1 };
  const outcomes = await Promise.all([
    send(updateWorkItem(base, { set: { title: 'Theirs' } })),
    ...Array.from({ length: BATCH }, () => send(createWorkItem(newId(), { project, title: 'Between' }))),
    send(updateWorkItem(base, { set: { title: 'Mine' } })),
    send(updateWorkItem(base, { set: { priority: 'high' } })),
  ]);
  expect(outcomes.at(-2)).toMatchObject({
    kind: 'refused',
    refusal: {
      code: 'CONFLICT',
      details: { fields: { title: { base: 'Base', theirs: 'Theirs', mine: 'Mine' } } },
    },
  });
  expect(refused(outcomes.at(-1))).toBe('committed');
  await node.close();
});
