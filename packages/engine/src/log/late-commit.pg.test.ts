import { newId, type TenantId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import type { Tx } from '../database/tx.ts';
import type { Engine } from '../engine.ts';
import { type HeldCommits, holdCommits } from '../testing/hold-commits.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { LoggedEvent } from './logged-event.ts';

const ROUNDS = 3;

let db: TestDatabase;
let second: Database;
let nodes: [Engine, Engine];
let commits: HeldCommits;
/** Positions that consumers were given, by tenant and consumer; they say so in their own transaction. */
const consumed = new Map<string, number[]>();

beforeAll(async () => {
  db = await testDatabase();
  second = await openDatabase(db.postgres);
  const limits = { headPollMs: 10, consumerPollMs: 20 };
  nodes = [
    createEngine({ database: db.database, registry: notes, limits }),
    createEngine({ database: second, registry: notes, limits }),
  ];
  commits = await holdCommits(db.postgres);
  for (const node of nodes) {
    node.consumers.register({
      name: 'late',
      async handle(_tx: Tx, events: readonly LoggedEvent[], tenantId: TenantId) {
        const positions = consumed.get(tenantId) ?? [];
        consumed.set(tenantId, [...positions, ...events.map(({ position }) => position)]);
      },
      reset: async () => undefined,
    });
    node.consumers.run();
  }
});

afterAll(async () => {
  await commits?.close();
  await Promise.all(nodes.map((node) => node.close()));
  await second?.close();
  await db?.close();
});

function dense(head: number): number[] {
  return Array.from({ length: head }, (_, at) => at + 1);
}

function follow(node: Engine, tenantId: TenantId) {
  const positions: number[] = [];
  const waiting: (() => void)[] = [];
  const following = node.follow(tenantId, 0, ({ events }) => {
    positions.push(...events.map(({ position }) => position));
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    positions,
    async reached(head: number) {
      while ((positions.at(-1) ?? 0) < head) await new Promise<void>((wake) => waiting.push(wake));
    },
    stop: () => following.stop(),
  };
}

async function readWhole(node: Engine, tenantId: TenantId) {
  let position = -1;
  const ids: string[] = [];
  for await (const part of node.readScope(tenantId, { kind: 'workspace' })) {
    if (part.kind === 'position') position = part.position;
    else ids.push(...part.records.map(({ id }) => id));
  }
  return { position, ids };
}

test('[LATE1] a commit that is held back is skipped by nobody, on any node, and holds up no other tenant', async () => {
  const [tenantId, beside] = [await db.createTenant(), await db.createTenant()];
  const followers = nodes.flatMap((node) => [follow(node, tenantId), follow(node, beside)]);
  const create = (node: Engine, tenant: TenantId, title = 'note') =>
    node.submit(tenant, SYSTEM, noteCommand('create', newId(), { title }));
  const several = (tenant: TenantId, count: number) =>
    nodes.flatMap((node) => Array.from({ length: count }, () => create(node, tenant)));
  await Promise.all([...several(tenantId, 5), ...several(beside, 5)]);

  for (let round = 0; round < ROUNDS; round++) {
    const before = await nodes[0].head(tenantId);
    await Promise.all(followers.filter((_, at) => at % 2 === 0).map((follower) => follower.reached(before)));
    await commits.hold();
    const lateId = newId();
    const [slow, other] = round % 2 === 0 ? nodes : [nodes[1], nodes[0]];
    const late = slow.submit(tenantId, SYSTEM, noteCommand('create', lateId, { title: `late ${round}` }));
    await commits.waiting();
    const behind = several(tenantId, 10);
    // Everyone else goes on: all of this commits while the late one waits.
    await Promise.all(several(beside, 20));
    const besideHead = await other.head(beside);
    await Promise.all(
      followers.filter((_, at) => at % 2 === 1).map((follower) => follower.reached(besideHead)),
    );
    await other.consumers.caughtUp('late', beside);
    expect(consumed.get(beside)).toEqual(dense(besideHead));

    for (const node of nodes) {
      expect(await node.head(tenantId)).toBe(before);
      expect(await node.readEvents(tenantId, { after: before, limit: 100 })).toEqual([]);
      const scope = await readWhole(node, tenantId);
      expect(scope).toMatchObject({ position: before });
      expect(scope.ids).toHaveLength(before);
      expect(scope.ids).not.toContain(lateId);
    }
    for (const { positions } of followers.filter((_, at) => at % 2 === 0)) {
      expect(positions).toEqual(dense(before));
    }

    await commits.release();
    // What came later stands later.
    expect(await late).toMatchObject({ kind: 'committed', firstPosition: before + 1 });
    const after = await Promise.all(behind);
    const places = after.map((outcome) => (outcome.kind === 'committed' ? outcome.firstPosition : 0));
    expect(places.sort((a, b) => a - b)).toEqual(dense(20).map((at) => before + 1 + at));
  }

  const head = await nodes[0].head(tenantId);
  for (const [at, follower] of followers.entries()) {
    const end = at % 2 === 0 ? head : await nodes[0].head(beside);
    await follower.reached(end);
    expect(follower.positions).toEqual(dense(end));
    await follower.stop();
  }
  await nodes[0].consumers.caughtUp('late', tenantId);
  expect(consumed.get(tenantId)).toEqual(dense(head));
  expect(await nodes[1].verify(tenantId)).toMatchObject({ ok: true });
});

test('[LATE2] who follows, or reads a scope and then follows, while a commit is held back misses nothing', async () => {
  const tenantId = await db.createTenant();
  await Promise.all(nodes.map((node) => node.submit(tenantId, SYSTEM, noteCommand('create', newId()))));
  await commits.hold();
  const lateId = newId();
  const late = nodes[0].submit(tenantId, SYSTEM, noteCommand('create', lateId, { title: 'late' }));
  await commits.waiting();
  const seen = new Map<Engine, Set<string>>();
  const followed: Promise<unknown>[] = [];
  for (const node of nodes) {
    const { position, ids } = await readWhole(node, tenantId);
    const known = new Set(ids);
    seen.set(node, known);
    followed.push(
      new Promise<void>((done) => {
        const following = node.follow(tenantId, position, ({ events }) => {
          for (const { recordId } of events) known.add(recordId);
          if (known.size >= 4) {
            done();
            void following.stop();
          }
        });
      }),
    );
  }
  const nextId = newId();
  const next = nodes[1].submit(tenantId, SYSTEM, noteCommand('create', nextId));
  await commits.release();
  await Promise.all([late, next, ...followed]);
  for (const known of seen.values()) {
    expect(known.has(lateId)).toBe(true);
    expect(known.has(nextId)).toBe(true);
  }
});
