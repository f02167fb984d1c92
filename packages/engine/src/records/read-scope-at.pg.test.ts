import {
  type AnyCommandDefinition,
  builtIn,
  evolve,
  placeOf,
  type RecordType,
  type Registry,
  type Scope,
} from '@atrium/model';
import { type JsonObject, newId, type RecordState, type TenantId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { snapshotConsumer } from '../snapshots/snapshot-consumer.ts';
import { SYSTEM } from '../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import type { PastScope } from './read-scope-at.ts';

/** More for a longer search: `SCOPE_AT_SEEDS=500 npx vitest run packages/engine/src/records`. */
const SEEDS = Number(process.env.SCOPE_AT_SEEDS ?? 3);

/** Records that may move between projects, and hang on others, as no built-in type may. */
const cardType: RecordType = {
  name: 'card',
  label: 'Card',
  plural: 'Cards',
  fields: {
    title: { kind: 'text', label: 'Title' },
    secret: { kind: 'text', label: 'Secret', personal: true },
    home: { kind: 'relation', label: 'Home' },
    on: { kind: 'relation', label: 'On' },
  },
  place: (_id, { home, on }) => ({
    workspace: true,
    projectId: typeof home === 'string' ? home : null,
    subjectId: typeof on === 'string' ? on : null,
  }),
  title: () => '',
};

const change = (name: string): AnyCommandDefinition => ({
  name: `card.${name}`,
  recordType: 'card',
  creates: false,
  run: ({ recordId, input }, { read }) => {
    const before = read.get(recordId);
    const set: JsonObject = {};
    const old: JsonObject = {};
    const unset: string[] = [];
    for (const [field, value] of Object.entries(input)) {
      const known = before?.fields[field];
      if (known !== undefined) old[field] = known;
      if (value !== null) set[field] = value;
      else if (known !== undefined) unset.push(field);
    }
    const kind = !before
      ? 'created'
      : name === 'put'
        ? 'changed'
        : name === 'delete'
          ? 'deleted'
          : 'restored';
    return [{ recordId, recordType: 'card', name: `card.${kind}`, change: kind, patch: { set, unset, old } }];
  },
});

const cards: Registry = {
  types: new Map([...builtIn.types, [cardType.name, cardType]]),
  commands: new Map(['put', 'delete', 'restore'].map((name) => [`card.${name}`, change(name)])),
};

let db: TestDatabase;
let engine: Engine;
let now = Date.parse('2026-01-01T00:00:00.000Z');

beforeAll(async () => {
  db = await testDatabase({ maxConnections: 4 });
  engine = createEngine({ database: db.database, registry: cards, clock: () => now });
  engine.consumers.register(snapshotConsumer({ policy: { every: 5, days: 30, kept: 5, keptDays: 1 } }));
});
afterAll(async () => {
  await engine?.close();
  await db?.close();
});

function send(tenantId: TenantId, name: string, recordId: string, input: JsonObject = {}) {
  const issuedAt = '2026-01-01T00:00:00.000Z';
  const command = { id: newId(), name: `card.${name}`, recordId, baseVersion: 0, input, issuedAt };
  return engine.submit(tenantId, SYSTEM, command);
}

async function read(tenantId: TenantId, past: PastScope) {
  let position = -1;
  const records: RecordState[] = [];
  const batches: number[] = [];
  for await (const part of engine.readScopeAt(tenantId, past)) {
    if (part.kind === 'position') position = part.position;
    else {
      batches.push(part.records.length);
      records.push(...part.records);
    }
  }
  return { position, batches, records: byId(records) };
}

function byId(records: readonly RecordState[]): RecordState[] {
  return [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The same from the first event on, in memory. */
async function folded(tenantId: TenantId, scope: Scope, position: number): Promise<RecordState[]> {
  const events = await engine.readEvents(tenantId, { upTo: position, limit: 100_000 });
  const records = new Map<string, RecordState>();
  for (const event of events) records.set(event.recordId, evolve(records.get(event.recordId), event));
  return byId(
    [...records.values()].filter((record) => {
      const place = placeOf(record, cards);
      if (record.deletedAt !== null) return false;
      if (scope.kind === 'workspace') return place.workspace;
      if (scope.kind === 'project') return place.projectId === scope.id && place.subjectId === null;
      return record.id === scope.id || place.subjectId === scope.id;
    }),
  );
}

function dice(seed: number) {
  let state = seed + 1;
  return (n: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * n);
  };
}

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
  '[READ6] a scope at a position equals a fold of the log up to there (seed %d)',
  async (seed) => {
    const tenantId = await db.createTenant();
    const roll = dice(seed);
    const homes = [newId(), newId()];
    const ids = Array.from({ length: 8 }, newId);
    const any = (list: readonly string[]) => list[roll(list.length)] ?? '';
    const times: string[] = [];
    for (let step = 0; step < 110; step += 1) {
      const id = any(ids);
      now += 1_000 * roll(3);
      times.push(new Date(now - roll(2)).toISOString());
      const kind = roll(10);
      if (kind < 4) await send(tenantId, 'put', id, { title: `t${roll(9)}`, secret: `s${roll(9)}` });
      else if (kind < 5) await send(tenantId, 'put', id, { title: null, secret: null });
      else if (kind < 7) await send(tenantId, 'put', id, { home: any([...homes, homes[0] ?? '']) });
      else if (kind < 8) await send(tenantId, 'put', id, { on: roll(2) ? any(ids) : null });
      else if (kind < 9) await send(tenantId, 'delete', id);
      else await send(tenantId, 'restore', id);
      if (roll(20) === 0) await engine.consumers.caughtUp('snapshots', tenantId);
    }
    const head = await engine.head(tenantId);
    const scopes: Scope[] = [
      { kind: 'workspace' },
      { kind: 'project', id: homes[0] ?? '' },
      { kind: 'record', id: ids[0] ?? '' },
    ];
    for (const scope of scopes) {
      for (let round = 0; round < 9; round += 1) {
        const position = round === 0 ? head : roll(head + 1);
        const was = await read(tenantId, { scope, at: { position } });
        expect(was).toMatchObject({ position, records: await folded(tenantId, scope, position) });
      }
      const time = any(times);
      const was = await read(tenantId, { scope, at: { time } });
      const events = await engine.readEvents(tenantId, { limit: 1_000 });
      expect(was.position).toBe(events.filter(({ at }) => at <= time).length);
      expect(was.records).toEqual(await folded(tenantId, scope, was.position));
    }
  },
);

test('[READ7] what others write meanwhile is no part of it, and it comes in bounded portions', async () => {
  const tenantId = await db.createTenant();
  const home = newId();
  const ids = Array.from({ length: 1_100 }, newId);
  await Promise.all(ids.map((id) => send(tenantId, 'put', id, { home, title: 'One' })));
  const position = await engine.head(tenantId);
  await Promise.all(ids.slice(0, 300).map((id) => send(tenantId, 'put', id, { title: 'Two' })));
  const parts = engine.readScopeAt(tenantId, { scope: { kind: 'project', id: home }, at: { position } });
  expect((await parts.next()).value).toEqual({ kind: 'position', position });
  await Promise.all(ids.slice(200, 500).map((id) => send(tenantId, 'put', id, { title: 'Three' })));
  const sizes: number[] = [];
  for await (const part of parts) {
    if (part.kind !== 'records') continue;
    sizes.push(part.records.length);
    expect(part.records.every(({ fields }) => fields.title === 'One')).toBe(true);
  }
  expect(sizes).toEqual([500, 500, 100]);
  const beyond = await read(tenantId, { scope: { kind: 'project', id: home }, at: { position: 999_999 } });
  expect(beyond.position).toBe(await engine.head(tenantId));
  // Left early, it gives its connection back: there are but four.
  for (let n = 0; n < 8; n += 1) {
    const left = engine.readScopeAt(tenantId, { scope: { kind: 'workspace' }, at: { position } });
    await left.next();
    await left.return();
  }
});
