import { type IdRanges, rangeOf, type Scope } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { PastMoment } from './read-record-at.ts';

let db: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  db = await testDatabase({ maxConnections: 2 });
  engine = createEngine({ database: db.database, registry: notes, limits: { openScopes: 1 } });
});

afterAll(async () => {
  await engine?.close();
  await db?.close();
});

async function read(tenantId: string, scope: Scope, ranges?: IdRanges) {
  let position = -1;
  let batches = 0;
  const records: RecordState[] = [];
  for await (const part of engine.readScope(tenantId, scope, ranges)) {
    if (part.kind === 'position') position = part.position;
    else {
      batches += 1;
      records.push(...part.records);
    }
  }
  return { position, batches, records };
}

test('[READ3] a scope is read as of its position while others write', async () => {
  const tenantId = await db.createTenant();
  const ids = Array.from({ length: 1_200 }, newId);
  await Promise.all(ids.map((id) => engine.submit(tenantId, SYSTEM, noteCommand('create', id))));
  const parts = engine.readScope(tenantId, { kind: 'workspace' });
  expect((await parts.next()).value).toEqual({ kind: 'position', position: 1_200 });
  await Promise.all(ids.map((id) => engine.submit(tenantId, SYSTEM, noteCommand('increment', id))));
  await engine.submit(tenantId, SYSTEM, noteCommand('delete', ids[0] ?? ''));
  const sizes: number[] = [];
  for await (const part of parts) {
    if (part.kind !== 'records') continue;
    sizes.push(part.records.length);
    expect(part.records.every(({ version }) => version === 1)).toBe(true);
  }
  expect(sizes).toEqual([500, 500, 200]);
  const now = await read(tenantId, { kind: 'workspace' });
  expect(now.position).toBe(2_401);
  expect(now.records.length).toBe(1_199);
  expect(now.records.every(({ version }) => version === 2)).toBe(true);
});

test('[READ3] the scope of a record has what hangs on it', async () => {
  const tenantId = await db.createTenant();
  const [parent, child, beside] = [newId(), newId(), newId()];
  await engine.submit(tenantId, SYSTEM, noteCommand('create', parent));
  await engine.submit(tenantId, SYSTEM, noteCommand('create', child, { parent }));
  await engine.submit(tenantId, SYSTEM, noteCommand('create', beside));
  const idsOf = async (scope: Scope) => new Set((await read(tenantId, scope)).records.map(({ id }) => id));
  expect(await idsOf({ kind: 'record', id: parent })).toEqual(new Set([parent, child]));
  expect(await idsOf({ kind: 'record', id: newId() })).toEqual(new Set());
});

test('[READ3] ranges of ids divide a scope: each record in the one that the model names', async () => {
  const tenantId = await db.createTenant();
  const ids = Array.from({ length: 700 }, newId);
  await Promise.all(ids.map((id) => engine.submit(tenantId, SYSTEM, noteCommand('create', id))));
  for (const count of [1, 16, 256]) {
    const wanted = [0, 3, count - 1].filter((range) => range < count);
    const { records } = await read(tenantId, { kind: 'workspace' }, { count, wanted });
    const expected = ids.filter((id) => wanted.includes(rangeOf(id, count)));
    expect(records.map(({ id }) => id).sort()).toEqual(expected.sort());
  }
  await expect(read(tenantId, { kind: 'workspace' }, { count: 3, wanted: [0] })).rejects.toThrow('ranges');
});

test('[READ3] leaving early gives the connection back, and an error reaches the reader', async () => {
  const tenantId = await db.createTenant();
  const ids = Array.from({ length: 600 }, newId);
  await Promise.all(ids.map((id) => engine.submit(tenantId, SYSTEM, noteCommand('create', id))));
  for (let round = 0; round < 6; round += 1) {
    for await (const part of engine.readScope(tenantId, { kind: 'workspace' })) {
      if (part.kind === 'records' || round % 2 === 0) break;
    }
  }
  expect((await read(tenantId, { kind: 'workspace' })).records.length).toBe(600);
  await expect(read('not an id', { kind: 'workspace' })).rejects.toThrow('Not a tenant id');
});

test('[READ4] a record is read as it was at every version and time', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  let now = Date.parse('2026-03-01T00:00:00.000Z');
  const clocked = createEngine({ database: db.database, registry: notes, clock: () => now });
  const send = (name: string, input = {}) => {
    now += 60_000;
    return clocked.submit(tenantId, SYSTEM, noteCommand(name, id, input));
  };
  await send('create', { title: 'One' });
  await send('update', { title: 'Two', secret: 'x' });
  await send('delete');
  await send('restore');
  const at = (moment: PastMoment) => clocked.readRecordAt(tenantId, id, moment);
  expect(await at({ version: 0 })).toBeUndefined();
  expect(await at({ version: 1 })).toMatchObject({ version: 1, fields: { title: 'One' } });
  expect(await at({ version: 2 })).toMatchObject({ version: 2, fields: { title: 'Two', secret: 'x' } });
  expect((await at({ version: 3 }))?.deletedAt).toBe('2026-03-01T00:03:00.000Z');
  expect([await at({ version: 4 })]).toEqual(await clocked.readRecords(tenantId, [id]));
  expect(await at({ time: '2026-03-01T00:00:59.999Z' })).toBeUndefined();
  expect(await at({ time: '2026-03-01T00:01:00.000Z' })).toEqual(await at({ version: 1 }));
  expect(await at({ time: '2026-03-01T00:02:59.000Z' })).toEqual(await at({ version: 2 }));
  expect(await at({ time: '2030-01-01T00:00:00.000Z' })).toEqual(await at({ version: 4 }));
  await clocked.close();
});

test('[READ5] many who read a scope and ask for more beside it do not lock each other out', async () => {
  const tenantId = await db.createTenant();
  const id = newId();
  await engine.submit(tenantId, SYSTEM, noteCommand('create', id));
  // As a bootstrap does: the view first, then the rights. The pool has two connections.
  const readers = Array.from({ length: 20 }, async () => {
    const parts = engine.readScope(tenantId, { kind: 'workspace' });
    await parts.next();
    const [record] = await engine.readRecords(tenantId, [id]);
    for await (const _part of parts);
    return record?.id;
  });
  expect(new Set(await Promise.all(readers))).toEqual(new Set([id]));
});
