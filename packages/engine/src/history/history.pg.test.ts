import { createDependency, deleteWorkItem, restoreVersion, type updateWorkItem } from '@atrium/model';
import { type Actor, newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { type SampleWorkspace, sampleWorkspace } from '../testing/sample-workspace.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { deletedRecords } from './deleted-records.ts';
import { projectPulse } from './project-pulse.ts';
import { timeline } from './timeline.ts';
import type { TimelineFilter } from './timeline-condition.ts';

let db: TestDatabase;
let engine: Engine;
let sample: SampleWorkspace;
let actor: Actor;
let now = Date.parse('2026-01-01T00:00:00.000Z');

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database, clock: () => now });
  sample = await sampleWorkspace(engine);
  actor = { personId: sample.owner.personId, via: 'web' };
});
afterAll(async () => {
  await engine?.close();
  await db?.close();
});

async function names(filter: TimelineFilter, member = sample.owner): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const at: string | undefined = cursor;
    const page = await sample.read((tx) => timeline(tx, { member, filter, cursor: at, limit: 2 }));
    if (!page.ok) throw new Error(page.problem.message);
    found.push(...page.value.events.map(({ name }) => name));
    cursor = page.value.cursor;
  }
  return found;
}

const project = (more: object = {}) =>
  sample.create('project.create', { key: `P${newId().slice(-6)}`.toUpperCase(), name: 'Project', ...more });
const item = (home: string) => sample.create('work_item.create', { project: home, title: 'Item' });

test('[PAST1] a timeline has what its filter lets through, without what is only derived', async () => {
  const home = await project();
  const [one, two] = [await item(home), await item(home)];
  now += 3_600_000;
  const later = new Date(now).toISOString();
  const agent = await sample.person('Agnes', 'agent');
  const byAgent: Actor = { personId: agent.personId, via: 'api' };
  await sample.run('work_item.update', one, { set: { title: 'Later' } }, byAgent);
  await sample.create('comment.create', { subject: one, body: 'Said' });
  await sample.create('dependency.create', { from: two, to: one, kind: 'blocks' });
  // Its count of comments changed as well, which nobody did.
  expect(await names({ recordId: one })).toEqual(['work_item.updated', 'work_item.created']);
  expect(await names({ recordId: one, withChildren: true })).toEqual([
    'dependency.created',
    'comment.created',
    'work_item.updated',
    'work_item.created',
  ]);
  expect(await names({ projectId: home, recordType: 'work_item' })).toHaveLength(3);
  expect(await names({ projectId: home, field: 'title' })).toHaveLength(3);
  expect(await names({ projectId: home, personId: agent.personId })).toEqual(['work_item.updated']);
  expect(await names({ projectId: home, via: 'api' })).toEqual(['work_item.updated']);
  expect(await names({ projectId: home, from: later })).toHaveLength(3);
  expect(await names({ recordId: one, to: new Date(now - 1).toISOString() })).toEqual(['work_item.created']);
});

test('[PAST1] what was imported is found by when it happened and who did it there', async () => {
  const home = await project();
  const ghost = await sample.person('Ghost', 'agent');
  const origin = { at: '2019-05-05T00:00:00.000Z', personId: ghost.personId, source: 'elsewhere#1' };
  await engine.submit(
    sample.tenantId,
    { ...actor, via: 'import' },
    {
      id: newId(),
      name: 'work_item.create',
      recordId: newId(),
      baseVersion: 0,
      input: { project: home, title: 'Old' },
      issuedAt: origin.at,
      cause: 'import:x:elsewhere:1',
      origin,
    },
  );
  const span = { from: '2019-05-01T00:00:00.000Z', to: '2019-05-31T00:00:00.000Z' };
  expect(await names({ projectId: home, ...span })).toEqual(['work_item.created']);
  expect(await names({ projectId: home, personId: ghost.personId })).toEqual(['work_item.created']);
  expect(await names({ cause: 'import:x:elsewhere:1' })).toEqual(['work_item.created']);
});

test('[PAST1] rights are those of the record as it is now; wrong questions are values', async () => {
  const home = await project({ visibility: 'private' });
  const secret = await item(home);
  const agent = await sample.person('Outside', 'agent');
  expect(await names({ projectId: home }, agent)).toEqual([]);
  expect(await names({ recordId: secret }, agent)).toEqual([]);
  await sample.run('project.setMember', home, { personId: agent.personId, role: 'viewer' });
  expect(await names({ recordId: secret }, agent)).toEqual(['work_item.created']);
  const ask = (filter: TimelineFilter, cursor?: string) =>
    sample.read((tx) => timeline(tx, { member: agent, filter, cursor }));
  for (const filter of [{ recordId: 'x' }, { field: '\u0000' }, { cause: '\ud800' }])
    expect(await ask(filter)).toMatchObject({ ok: false, problem: { code: 'INVALID_INPUT' } });
  expect(await ask({}, '-1')).toMatchObject({ ok: false });
});

test('[PAST2] deleted records come newest first, with what was deleted along', async () => {
  const home = await project();
  const ids = [await item(home), await item(home), await item(home)];
  for (const [n, id] of ids.entries()) {
    now += 1_000;
    const draft = deleteWorkItem({ id, version: 1 });
    const cause = n < 2 ? { cause: 'bulk:along' } : {};
    const issuedAt = new Date(now).toISOString();
    await engine.submit(sample.tenantId, actor, { ...draft, ...cause, id: newId(), issuedAt });
  }
  const read = (more: object, member = sample.owner) =>
    sample.read((tx) => deletedRecords(tx, { member, projectId: home, ...more }));
  const page = await read({ limit: 2 });
  if (!page.ok) throw new Error(page.problem.message);
  const [last, second] = page.value.deletions;
  expect(page.value.deletions.map(({ record }) => record.id)).toEqual([ids[2], ids[1]]);
  expect(last).toMatchObject({ event: { change: 'deleted', actor }, along: [] });
  expect(second?.along.map(({ id }) => id)).toEqual([ids[0]]);
  const rest = await read({ limit: 2, cursor: page.value.cursor });
  expect(rest).toMatchObject({ ok: true, value: { deletions: [{ record: { id: ids[0] } }], cursor: null } });
  await sample.run('work_item.restore', ids[0] ?? '', {});
  expect(await read({})).toMatchObject({ value: { deletions: [{}, { record: { id: ids[1] }, along: [] }] } });
  for (const wrong of [{ cursor: 'x' }, { cursor: `2026-01-01T00:00:00.000Z~x` }, { projectId: 'x' }])
    expect(await read(wrong)).toMatchObject({ ok: false, problem: { code: 'INVALID_INPUT' } });
  await sample.run('project.update', home, { visibility: 'private' });
  const outside = await sample.person('Outside', 'manager');
  expect(await read({}, outside)).toMatchObject({ value: { deletions: [] } });
});

test('[PAST3] a command is foreseen as it is then decided, and nothing is written', async () => {
  const home = await project();
  const [one, two] = [await item(home), await item(home)];
  await sample.run('work_item.update', one, { set: { title: 'Later' } });
  const head = await engine.head(sample.tenantId);
  const foresee = (draft: ReturnType<typeof updateWorkItem>) =>
    engine.foresee(sample.tenantId, actor, { ...draft, id: newId(), issuedAt: '2026-01-01T00:00:00.000Z' });
  expect(await foresee(restoreVersion({ id: one, version: 2 }, { version: 1 }))).toMatchObject({
    ok: true,
    records: [{ change: 'changed', fields: ['title'], after: { fields: { title: 'Item' } } }],
  });
  expect(await foresee(restoreVersion({ id: one, version: 2 }, { version: 9 }))).toMatchObject({
    ok: false,
    refusal: { code: 'NOT_FOUND' },
  });
  await sample.create('dependency.create', { from: one, to: two, kind: 'blocks' });
  const circle = createDependency(newId(), { from: two, to: one, kind: 'blocks' });
  expect(await foresee(circle)).toMatchObject({ ok: false, refusal: { code: 'DEPENDENCY_CYCLE' } });
  expect(await engine.head(sample.tenantId)).toBe(head + 1);
});

test('[PAST4] the pulse of a project counts its changes over equal parts of a time', async () => {
  const from = new Date(now).toISOString();
  const home = await project();
  const hour = 3_600_000;
  const one = await item(home);
  now += 2 * hour;
  await sample.run('work_item.update', one, { set: { title: 'Later' } });
  await sample.create('comment.create', { subject: one, body: 'No part of the board' });
  await item(await project());
  now += 2 * hour;
  const to = new Date(now).toISOString();
  const pulse = (more: object = {}) =>
    sample.read((tx) => projectPulse(tx, { projectId: home, to, parts: 4, ...more }));
  const middle = new Date(now - 2 * hour).toISOString();
  // The project with its labels and the item; then the update, and the count that follows from the comment.
  expect(await pulse()).toEqual({
    from,
    to,
    parts: [
      { part: 0, changes: 5, first: from, last: from },
      { part: 2, changes: 2, first: middle, last: middle },
    ],
  });
  expect(await pulse({ from: new Date(now - hour).toISOString() })).toMatchObject({ parts: [] });
  expect(await pulse({ from: to })).toBeUndefined();
});
