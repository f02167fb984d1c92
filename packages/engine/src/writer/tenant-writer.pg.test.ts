import { type Command, newId, type Outcome } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { BatchMetrics } from '../engine-metrics.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { EngineClosed } from './engine-closed.ts';

let db: TestDatabase;
let engine: Engine;
let other: Engine;
const batches: BatchMetrics[] = [];

beforeAll(async () => {
  db = await testDatabase();
  const metrics = { batch: (batch: BatchMetrics) => void batches.push(batch) };
  engine = createEngine({ database: db.database, registry: notes, metrics });
  other = createEngine({ database: db.database, registry: notes });
});

afterAll(async () => {
  await Promise.all([engine?.close(), other?.close()]);
  await db?.close();
});

function committed(outcome: Outcome) {
  if (outcome.kind !== 'committed') throw new Error(`Refused: ${outcome.refusal.message}`);
  return outcome;
}

function refused(outcome: Outcome | undefined) {
  return outcome?.kind === 'refused' ? outcome.refusal.code : outcome?.kind;
}

async function noteOf(id: string, tenantId: string) {
  const [record] = await engine.readRecords(tenantId, [id]);
  return record?.fields;
}

describe('the tenant writer', () => {
  test('[LOG1] positions are dense per tenant and versions per record, whichever node appends', async () => {
    const tenantId = await db.createTenant();
    const ids = Array.from({ length: 20 }, newId);
    for (const id of ids) committed(await engine.submit(tenantId, SYSTEM, noteCommand('create', id)));
    const outcomes = await Promise.all(
      Array.from({ length: 400 }, (_, index) => {
        const id = ids[index % ids.length] ?? '';
        const node = index % 7 < 4 ? engine : other;
        return node.submit(tenantId, SYSTEM, noteCommand('increment', id));
      }),
    );
    expect(outcomes.every((outcome) => outcome?.kind === 'committed')).toBe(true);
    const events = await engine.readEvents(tenantId, { limit: 1_000 });
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 420 }, (_, i) => i + 1));
    for (const id of ids) {
      const versions = events.filter(({ recordId }) => recordId === id).map(({ version }) => version);
      expect(versions).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
    }
    expect(await engine.head(tenantId)).toBe(420);
    const records = await other.readRecords(tenantId, ids);
    expect(records.map(({ fields }) => fields.count)).toEqual(ids.map(() => 20));
  });

  test('[LOG5] a refusal, a bug and unstorable data fail alone', async () => {
    const tenantId = await db.createTenant();
    const [good, bad] = [newId(), newId()];
    await engine.submit(tenantId, SYSTEM, noteCommand('create', bad));
    const settled = await Promise.allSettled([
      engine.submit(tenantId, SYSTEM, noteCommand('create', good, { title: 'first' })),
      engine.submit(tenantId, SYSTEM, noteCommand('update', newId(), { title: 'of nothing' })),
      engine.submit(tenantId, SYSTEM, noteCommand('throw', bad)),
      engine.submit(tenantId, SYSTEM, noteCommand('poison', bad)),
      engine.submit(tenantId, SYSTEM, noteCommand('update', good, { title: 'last' })),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(settled[1]).toMatchObject({ value: { kind: 'refused', refusal: { code: 'NOT_FOUND' } } });
    expect(settled[2]).toMatchObject({ reason: new Error('A rule with a bug') });
    expect(await noteOf(good, tenantId)).toMatchObject({ title: 'last' });
    expect(await engine.head(tenantId)).toBe(3);
    expect(await engine.verify(tenantId)).toMatchObject({ ok: true });
  });

  test('[LOG6] a key has one living holder', async () => {
    const tenantId = await db.createTenant();
    const [a, b, c] = [newId(), newId(), newId()];
    const send = (command: Command, node = engine) => node.submit(tenantId, SYSTEM, command);
    const [first, second] = await Promise.all([
      send(noteCommand('create', a, { slug: 'one' })),
      send(noteCommand('create', b, { slug: 'one' })),
    ]);
    expect([first?.kind, refused(second)]).toEqual(['committed', 'ALREADY_EXISTS']);
    expect(refused(await send(noteCommand('create', c, { slug: 'one' }), other))).toBe('ALREADY_EXISTS');
    // Released and taken in one batch, and then the restore comes too late.
    const moved = await Promise.all([
      send(noteCommand('delete', a)),
      send(noteCommand('create', newId(), { slug: 'one' })),
      send(noteCommand('restore', a)),
    ]);
    expect(moved.map(refused)).toEqual(['committed', 'committed', 'ALREADY_EXISTS']);
    const swapped = await Promise.all([
      send(noteCommand('create', newId(), { slug: 'two' })),
      send(noteCommand('create', newId(), { slug: 'three' })),
    ]);
    expect(swapped.map(refused)).toEqual(['committed', 'committed']);
  });

  test('[LOG7] numbers are dense, and a refused command takes none', async () => {
    const tenantId = await db.createTenant();
    await engine.submit(tenantId, SYSTEM, noteCommand('create', newId(), { slug: 'x' }));
    const ids = Array.from({ length: 50 }, newId);
    await Promise.all(
      ids.flatMap((id, index) => {
        const node = index % 2 ? engine : other;
        return [
          node.submit(tenantId, SYSTEM, noteCommand('create', newId(), { slug: 'x' })),
          node.submit(tenantId, SYSTEM, noteCommand('create', id)),
        ];
      }),
    );
    const numbers = (await engine.readRecords(tenantId, ids)).map(({ fields }) => Number(fields.number));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
  });

  test('[LOG8] a node decides on what others appended, not on what it remembers', async () => {
    const tenantId = await db.createTenant();
    const id = newId();
    committed(await engine.submit(tenantId, SYSTEM, noteCommand('create', id)));
    for (let round = 0; round < 10; round += 1) {
      committed(await engine.submit(tenantId, SYSTEM, noteCommand('increment', id)));
      committed(await other.submit(tenantId, SYSTEM, noteCommand('increment', id)));
    }
    expect(await noteOf(id, tenantId)).toMatchObject({ count: 20 });
    // So far behind that catching up is given up for loading again.
    const many = Array.from({ length: 1_200 }, () => noteCommand('increment', id));
    await Promise.all(many.map((command) => other.submit(tenantId, SYSTEM, command)));
    committed(await engine.submit(tenantId, SYSTEM, noteCommand('increment', id)));
    expect(await noteOf(id, tenantId)).toMatchObject({ count: 1_221 });
  });

  test('[LOG9] what waits together is committed together', async () => {
    const tenantId = await db.createTenant();
    const before = batches.length;
    await Promise.all(
      Array.from({ length: 500 }, () => engine.submit(tenantId, SYSTEM, noteCommand('create', newId()))),
    );
    const made = batches.slice(before).filter((batch) => batch.tenantId === tenantId);
    expect(made.reduce((sum, { commands }) => sum + commands, 0)).toBe(500);
    expect(made.length).toBeLessThanOrEqual(3);
  });

  test('[LOG9] a batch is bounded by count and by bytes', async () => {
    const tenantId = await db.createTenant();
    const sizes: number[] = [];
    const small = createEngine({
      database: db.database,
      registry: notes,
      metrics: { batch: ({ commands }) => void sizes.push(commands) },
      limits: { batchCommands: 10, batchBytes: 4_000 },
    });
    await Promise.all(
      Array.from({ length: 30 }, () => small.submit(tenantId, SYSTEM, noteCommand('create', newId()))),
    );
    expect(sizes).toEqual([10, 10, 10]);
    const large = { title: 'x'.repeat(1_900) };
    await Promise.all(
      Array.from({ length: 4 }, () => small.submit(tenantId, SYSTEM, noteCommand('create', newId(), large))),
    );
    expect(sizes.slice(3)).toEqual([2, 2]);
    await small.close();
  });

  test('[LOG10] a rule sees what its batch decided before it, and what has to be loaded', async () => {
    const tenantId = await db.createTenant();
    const [parent, one, two] = [newId(), newId(), newId()];
    await other.submit(tenantId, SYSTEM, noteCommand('create', parent));
    await other.submit(tenantId, SYSTEM, noteCommand('create', one, { parent }));
    await Promise.all([
      engine.submit(tenantId, SYSTEM, noteCommand('create', two, { parent })),
      engine.submit(tenantId, SYSTEM, noteCommand('countChildren', parent)),
    ]);
    expect(await noteOf(parent, tenantId)).toMatchObject({ count: 2 });
    // A limited question whose one loaded answer is deleted in the same batch.
    await Promise.all([
      engine.submit(tenantId, SYSTEM, noteCommand('delete', one)),
      engine.submit(tenantId, SYSTEM, noteCommand('hasChild', parent)),
    ]);
    expect(await noteOf(parent, tenantId)).toMatchObject({ count: 1 });
    await Promise.all([
      engine.submit(tenantId, SYSTEM, noteCommand('delete', two)),
      engine.submit(tenantId, SYSTEM, noteCommand('hasChild', parent)),
    ]);
    expect(await noteOf(parent, tenantId)).toMatchObject({ count: 0 });
  });

  test('[LOG10] a walk is loaded step by step, and one without end is refused', async () => {
    const tenantId = await db.createTenant();
    const ids = Array.from({ length: 300 }, newId);
    await Promise.all(
      ids.map((id, index) => {
        const next = ids[index + 1];
        return other.submit(tenantId, SYSTEM, noteCommand('create', id, next === undefined ? {} : { next }));
      }),
    );
    const [first = '', later = ''] = [ids[0], ids[200]];
    const [long, short, beside] = await Promise.all([
      engine.submit(tenantId, SYSTEM, noteCommand('walk', first)),
      engine.submit(tenantId, SYSTEM, noteCommand('walk', later)),
      engine.submit(tenantId, SYSTEM, noteCommand('increment', first)),
    ]);
    expect([refused(long), refused(short), refused(beside)]).toEqual([
      'LIMIT_EXCEEDED',
      'committed',
      'committed',
    ]);
    expect(await noteOf(later, tenantId)).toMatchObject({ count: 99 });
  });

  test('[LOG13] close answers what is queued and takes nothing more', async () => {
    const tenantId = await db.createTenant();
    const closing = createEngine({ database: db.database, registry: notes, limits: { batchCommands: 5 } });
    const queued = Array.from({ length: 20 }, () =>
      closing.submit(tenantId, SYSTEM, noteCommand('create', newId())),
    );
    const closed = closing.close();
    await expect(closing.submit(tenantId, SYSTEM, noteCommand('create', newId()))).rejects.toThrow(
      EngineClosed,
    );
    await closed;
    expect((await Promise.all(queued)).map(refused)).toEqual(Array.from({ length: 20 }, () => 'committed'));
    expect(await engine.head(tenantId)).toBe(20);
  });

  test('[LOG14] a full queue refuses, and what was refused may come again', async () => {
    const tenantId = await db.createTenant();
    const tight = createEngine({ database: db.database, registry: notes, limits: { queuedCommands: 10 } });
    const commands = Array.from({ length: 12 }, () => noteCommand('create', newId()));
    const outcomes = await Promise.all(commands.map((command) => tight.submit(tenantId, SYSTEM, command)));
    expect(outcomes.map(refused).slice(9)).toEqual(['committed', 'UNAVAILABLE', 'UNAVAILABLE']);
    const again = await Promise.all(
      commands.map((command, i) => i > 9 && tight.submit(tenantId, SYSTEM, command)),
    );
    expect(again.slice(10).map((outcome) => outcome !== false && outcome.kind)).toEqual([
      'committed',
      'committed',
    ]);
    await tight.close();
  });

  test('[LOG14] a cache that is too small for the work is slower, not wrong', async () => {
    const tenantId = await db.createTenant();
    const tiny = createEngine({ database: db.database, registry: notes, limits: { cachedRecords: 3 } });
    const ids = Array.from({ length: 40 }, newId);
    for (const name of ['create', 'increment', 'increment']) {
      await Promise.all(ids.map((id) => tiny.submit(tenantId, SYSTEM, noteCommand(name, id))));
    }
    const records = await tiny.readRecords(tenantId, ids);
    expect(records.map(({ fields, version }) => [fields.count, version])).toEqual(ids.map(() => [2, 3]));
    await tiny.close();
  });

  test('[LOG15] the actor is the caller, and only an import names an origin', async () => {
    const tenantId = await db.createTenant();
    const origin = { at: '2020-02-03T04:05:06.007Z', personId: newId(), source: 'Jira ABC-1' };
    const forged = noteCommand('create', newId(), {}, { origin });
    expect(refused(await engine.submit(tenantId, SYSTEM, forged))).toBe('FORBIDDEN');
    const importer = { personId: newId(), via: 'import' as const };
    committed(await engine.submit(tenantId, importer, forged));
    const [record] = await engine.readRecords(tenantId, [forged.recordId]);
    expect(record).toMatchObject({ createdAt: origin.at, createdBy: origin.personId });
    const [event] = await engine.readEvents(tenantId, { limit: 1 });
    expect(event).toMatchObject({ actor: importer, origin });
    expect(event?.at).not.toBe(origin.at);
  });

  test('[LOG15] what a command says of itself is checked before it is taken', async () => {
    const tenantId = await db.createTenant();
    const wrong: Partial<Command>[] = [
      { id: 'x' },
      { recordId: "'; DROP TABLE events; --" },
      { name: '' },
      { baseVersion: -1 },
      { baseVersion: 0.5 },
      { ownVersions: [Number.NaN] },
      { cause: 'a\u0000b' },
      { cause: 'x'.repeat(201) },
    ];
    for (const more of wrong) {
      const outcome = await engine.submit(tenantId, SYSTEM, noteCommand('create', newId(), {}, more));
      expect(refused(outcome)).toBe('INVALID_INPUT');
    }
    expect(await engine.head(tenantId)).toBe(0);
    const nowhere = await engine.submit(newId(), SYSTEM, noteCommand('create', newId()));
    expect(refused(nowhere)).toBe('NOT_FOUND');
  });
});
