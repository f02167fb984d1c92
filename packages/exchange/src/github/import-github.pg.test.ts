import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine } from '@atrium/engine';
import { type TestDatabase, temporaryDirectory, testDatabase } from '@atrium/engine/testing';
import { statusesOf, workItemKey } from '@atrium/model';
import type { Actor, RecordState, TenantId } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportReport } from '../import-report.ts';
import { importGithub } from './import-github.ts';
import { sampleArchive, sampleIssue } from './sample-archive.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let db: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  directory = await temporaryDirectory();
  db = await testDatabase();
  engine = createEngine({ database: db.database });
});
afterAll(async () => {
  await engine.close();
  await db.close();
  await directory.remove();
});

interface Place {
  readonly tenantId: TenantId;
  readonly actor: Actor;
}

async function place(): Promise<Place> {
  const made = await engine.createTenant({
    slug: `t-${newId().slice(-12)}`,
    name: 'Acme',
    owner: { userId: newId(), name: 'Ada' },
  });
  if (!made.ok) throw new Error(made.refusal.message);
  return { tenantId: made.tenantId, actor: { personId: made.personId, via: 'import' } };
}

const into = { key: 'BOAT', name: 'Boats' };

async function save(archive: unknown): Promise<string> {
  const file = join(directory.path, `${newId()}.json`);
  await writeFile(file, typeof archive === 'string' ? archive : JSON.stringify(archive));
  return file;
}

async function live(tenantId: TenantId): Promise<RecordState[]> {
  const records = new Map<string, RecordState>();
  const add = async (scope: Parameters<Engine['readScope']>[1]) => {
    for await (const part of engine.readScope(tenantId, scope)) {
      if (part.kind === 'records') for (const record of part.records) records.set(record.id, record);
    }
  };
  await add({ kind: 'workspace' });
  for (const { id, type } of [...records.values()])
    if (type === 'project') await add({ kind: 'project', id });
  for (const { id, type } of [...records.values()])
    if (type === 'work_item') await add({ kind: 'record', id });
  return [...records.values()];
}

function counts(report: ImportReport): Record<string, [number, number]> {
  const kinds = ['items', 'comments', 'people', 'labels', 'links'] as const;
  return Object.fromEntries(kinds.map((kind) => [kind, [report[kind].created, report[kind].unchanged]]));
}

test('[EX4] issues and pull requests become work items with their authors, dates, labels, states and threads', async () => {
  const { tenantId, actor } = await place();
  const { report } = await importGithub({ engine, tenantId, actor, into, file: await save(sampleArchive()) });
  expect(counts(report)).toEqual({
    items: [4, 0],
    comments: [4, 0],
    people: [4, 0],
    labels: [2, 0],
    links: [2, 0],
  });
  expect(report.refused).toEqual([]);

  const records = await live(tenantId);
  const project = records.find(({ type }) => type === 'project');
  const person = (id: unknown) => records.find((record) => record.id === id)?.fields.name;
  const items = records.filter(({ type }) => type === 'work_item');
  const [leak, open, merged, dropped] = ['Leaks', 'Issue 2', 'Issue 3', 'Issue 4'].map((title) =>
    items.find(({ fields }) => fields.title === title),
  );
  const category = (item?: RecordState) =>
    statusesOf(project).find(({ id }) => id === item?.fields.status)?.category;
  expect(leak?.fields).toMatchObject({ type: 'bug', completedAt: '2021-02-01T00:00:00.000Z' });
  expect(leak).toMatchObject({ createdAt: '2021-01-01T00:00:00.000Z' });
  expect(person(leak?.createdBy)).toBe('al');
  expect([leak, open, merged].map(category)).toEqual(['done', 'todo', 'done']);
  expect(dropped?.fields.status).toBe('canceled');
  expect(workItemKey({ fields: leak?.fields ?? {} }, project)).toBe('BOAT-1');

  const comments = records.filter(({ type }) => type === 'comment');
  const stranger = comments.find(({ fields }) => fields.body === 'From someone who left');
  expect(person(stranger?.createdBy)).toBe('Someone on GitHub');
  const approval = comments.find(({ fields }) => fields.body === '**Approved**');
  const remark = comments.find(({ fields }) => String(fields.body).endsWith('Nice'));
  expect(remark?.fields.parent).toBe(approval?.id);

  const closing = await engine.readEvents(tenantId, { recordId: merged?.id ?? '', limit: 10 });
  const moved = closing.find(({ name }) => name === 'work_item.moved');
  expect(person(moved?.origin?.personId)).toBe('cy');
  const links = records
    .filter(({ type }) => type === 'dependency')
    .map(({ fields }) => [fields.from, fields.to]);
  expect(links).toEqual(expect.arrayContaining([[leak?.id, open?.id]]));
});

test('[EX5] a dry run changes nothing and says what would come', async () => {
  const { tenantId, actor } = await place();
  const before = await engine.head(tenantId);
  const file = await save(sampleArchive());
  const { report } = await importGithub({ engine, tenantId, actor, into, file, dryRun: true });
  expect(report.items).toEqual({ created: 4, unchanged: 0 });
  expect(await engine.head(tenantId)).toBe(before);
});

test('[EX6] a second run adds nothing; a longer archive adds what is new', async () => {
  const { tenantId, actor } = await place();
  await importGithub({ engine, tenantId, actor, into, file: await save(sampleArchive()) });
  const head = await engine.head(tenantId);
  const again = await importGithub({ engine, tenantId, actor, into, file: await save(sampleArchive()) });
  expect(counts(again.report)).toMatchObject({
    items: [0, 4],
    comments: [0, 4],
    people: [0, 4],
    links: [0, 2],
  });
  expect(await engine.head(tenantId)).toBe(head);
  const longer = sampleArchive({ issues: [...sampleArchive().issues, sampleIssue(5)] });
  const more = await importGithub({ engine, tenantId, actor, into, file: await save(longer) });
  expect(counts(more.report)).toMatchObject({ items: [1, 4] });
});

test('[EX7] stopped at any piece and run again, it ends as if it had never been stopped', async () => {
  const issues = Array.from({ length: 90 }, (_, index) =>
    sampleIssue(index + 10, {
      body: `After #${index + 9}`,
      comments: [{ author: 'bo', body: 'x', createdAt: '2021-01-02T00:00:00Z' }],
    }),
  );
  const file = await save(sampleArchive({ issues }));
  const whole = await place();
  const expected = await importGithub({ engine, ...whole, into, file });
  const broken = await place();
  for (let stopAt = 1; ; stopAt += 1) {
    const stop = new AbortController();
    let pieces = 0;
    const run = importGithub({
      engine,
      ...broken,
      into,
      file,
      signal: stop.signal,
      onProgress: () => {
        pieces += 1;
        if (pieces === stopAt) stop.abort();
      },
    });
    const ended = await run.then(
      ({ report }) => report,
      () => undefined,
    );
    if (ended) break;
  }
  const { report } = await importGithub({ engine, ...broken, into, file });
  const { items } = expected.report;
  expect(report.items).toEqual({ created: 0, unchanged: items.created });
  const shape = async ({ tenantId }: Place) =>
    (await live(tenantId))
      .map(({ type, fields }) => `${type} ${fields.title ?? fields.name ?? ''} ${fields.status ?? ''}`)
      .sort();
  expect(await shape(broken)).toEqual(await shape(whole));
});

describe('[EX8] undo takes the whole import back, and it can be brought in again', () => {
  test('from an empty workspace to an empty workspace, twice', async () => {
    const { tenantId, actor } = await place();
    const types = async () => new Set((await live(tenantId)).map(({ type }) => type));
    for (const _round of [1, 2]) {
      const { cause, report } = await importGithub({
        engine,
        tenantId,
        actor,
        into,
        file: await save(sampleArchive()),
      });
      expect(report.items.created).toBe(4);
      expect((await live(tenantId)).filter(({ fields }) => fields.status === 'done')).toHaveLength(2);
      const undone = await engine.undoCause(tenantId, { ...actor, via: 'web' }, cause);
      expect(undone.kept).toEqual([]);
      expect(await types()).toEqual(new Set(['workspace', 'person']));
      expect((await live(tenantId)).filter(({ type }) => type === 'person')).toHaveLength(1);
    }
  });
});

test('[EX9] what is wrong with one entry is reported, and the others come in', async () => {
  const { tenantId, actor } = await place();
  const hostile = sampleArchive({
    labels: [{ name: 'x'.repeat(150) }, { colour: 1 }, null],
    issues: [
      { number: 'one' },
      sampleIssue(1, {
        title: '\u0000\ud800 \n',
        body: 'NUL \u0000 and \udc00',
        labels: ['a\u0000b', 'A\u0000B'],
      }),
      sampleIssue(2, { title: 'x'.repeat(5000), body: 'y'.repeat(300_000) }),
      sampleIssue(3, { createdAt: 'yesterday' }),
      sampleIssue(4, { author: '__proto__', assignees: ['constructor', '<script>'] }),
    ],
  });
  const { report } = await importGithub({ engine, tenantId, actor, into, file: await save(hostile) });
  expect(report.items.created).toBe(4);
  expect(report.refused.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['issue 1 of the file', 'issue #2', 'issue 4 of the file', 'label 2 of the file']),
  );
});

test('[EX10] a broken file changes nothing at all', async () => {
  const { tenantId, actor } = await place();
  const head = await engine.head(tenantId);
  const file = await save(JSON.stringify(sampleArchive()).slice(0, -20));
  await expect(importGithub({ engine, tenantId, actor, into, file })).rejects.toMatchObject({
    code: 'NOT_JSON',
  });
  expect(await engine.head(tenantId)).toBe(head);
});

const real =
  process.env.ATRIUM_REAL_DATA && join(process.env.ATRIUM_REAL_DATA, 'github-multipath/archive.json');

test.skipIf(!real || !existsSync(real))(
  '[EX11] a real project comes in whole (needs ATRIUM_REAL_DATA)',
  async () => {
    const { tenantId, actor } = await place();
    const { report, cause } = await importGithub({ engine, tenantId, actor, into, file: real ?? '' });
    expect(counts(report)).toEqual({
      items: [650, 0],
      comments: [5865, 0],
      people: [49, 0],
      labels: [23, 0],
      links: [532, 0],
    });
    expect(report.refused).toEqual([]);
    expect(await engine.verify(tenantId)).toMatchObject({ ok: true });
    const undone = await engine.undoCause(tenantId, { ...actor, via: 'web' }, cause);
    expect(undone.kept).toEqual([]);
    expect((await live(tenantId)).filter(({ type }) => type !== 'workspace')).toHaveLength(1);
  },
  120_000,
);
