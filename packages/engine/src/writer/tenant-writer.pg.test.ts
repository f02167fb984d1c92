import { newId, type Outcome } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { BatchMetrics } from '../engine-metrics.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';

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

describe('the tenant writer', () => {
  test('[LOG1] positions are dense per tenant and versions per record, whichever node appends', async () => {
    const tenantId = await db.createTenant();
    const ids = Array.from({ length: 20 }, newId);
    for (const id of ids) committed(await engine.submit(tenantId, SYSTEM, noteCommand('create', id)));
    const outcomes = await Promise.all(
      Array.from({ length: 400 }, (_, index) => {
        const id = ids[index % ids.length] ?? '';
        return [engine, other][index % 2]?.submit(tenantId, SYSTEM, noteCommand('increment', id));
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
});
