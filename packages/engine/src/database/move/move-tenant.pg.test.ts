import type { TenantId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../create-engine.ts';
import type { Engine } from '../../engine.ts';
import { type DedicatedPlaces, dedicatedPlaces } from '../../testing/dedicated-places.ts';
import { writeNotes } from '../../testing/moving-notes.ts';
import { notes } from '../../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../../testing/test-database.ts';
import { type Database, openDatabase } from '../open-database.ts';
import type { Placement } from '../placement.ts';
import { readTenantTables } from './tenant-tables.ts';

let test: TestDatabase;
let places: DedicatedPlaces;
/** Two processes on one main database, as far as the data can tell. */
let nodes: { database: Database; engine: Engine }[];

beforeAll(async () => {
  test = await testDatabase();
  places = dedicatedPlaces(test.postgres);
  const second = await openDatabase(test.postgres);
  nodes = [test.database, second].map((database) => ({
    database,
    engine: createEngine({ database, registry: notes, limits: { consumerPollMs: 50, headPollMs: 20 } }),
  }));
});
afterAll(async () => {
  for (const { engine } of nodes ?? []) await engine.close();
  await nodes?.[1]?.database.close();
  await test?.close();
  await places?.close();
});

/** How many rows a place holds of a tenant, table by table, without those it has none in. */
function rowsAt(placement: Placement, tenantId: TenantId): Promise<Record<string, number>> {
  return places.look(placement, async (owner) => {
    const held: Record<string, number> = {};
    for (const { name } of await readTenantTables(owner)) {
      const { rows } = await owner.query(`SELECT count(*)::int AS n FROM "${name}" WHERE tenant_id = $1`, [
        tenantId,
      ]);
      if (rows[0].n > 0) held[name] = rows[0].n;
    }
    return held;
  });
}

const engines = () => nodes.map(({ engine }) => engine);

describe('moving a tenant', () => {
  it('[MOVE1] there and back while clients write at two nodes: nothing lost, nothing doubled', async () => {
    const bystander = await writeNotes(engines(), await test.createTenant(), { clients: 1 });
    const writers = await writeNotes(engines(), await test.createTenant());
    const { tenantId } = writers;
    const away = places.next();
    const followed: number[] = [];
    const following = nodes[1]?.engine.follow(tenantId, 0, ({ events }) => {
      followed.push(...events.map(({ position }) => position));
    });
    const there = await test.database.moveTenant(tenantId, away);
    expect(there).toMatchObject({ from: 'shared', to: away, outcome: 'moved', kept: false });
    expect(await rowsAt('shared', tenantId)).toEqual({});
    await writers.answered(20);
    const back = await nodes[1]?.database.moveTenant(tenantId, 'shared');
    expect(back).toMatchObject({ from: away, to: 'shared', outcome: 'moved' });
    await Promise.all([writers.stop(), bystander.stop()]);
    await writers.expectWhole();
    await bystander.expectWhole();
    expect(await rowsAt(away, tenantId)).toEqual({});
    await expect.poll(() => followed.length).toBe(writers.answers.size + 5);
    expect(followed).toEqual(followed.map((_, index) => index + 1));
    await following?.stop();
  });
});
