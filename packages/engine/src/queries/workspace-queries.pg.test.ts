import { canRead, foldText, PROJECT_ROLES, parseWorkItemKey, ROLES } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Tx } from '../database/tx.ts';
import type { Engine } from '../engine.ts';
import { PEOPLE, sampleRegistry, storeRecords } from '../testing/query-samples.ts';
import { type SampleWorkspace, sampleWorkspace } from '../testing/sample-workspace.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { activity } from './activity.ts';
import {
  BUILT_IN_FIELD_INDEXES,
  ensureFieldIndex,
  ensureFieldIndexes,
  ensureFieldIndexesFrom,
  fieldIndexSql,
} from './field-index.ts';
import { findByKey, getRecord } from './get-record.ts';
import { queryRecords, type RecordsQuery } from './query-records.ts';
import { readableSql } from './readable-sql.ts';
import { SqlValues } from './sql-values.ts';
import { type GroupsAsked, groupRecords } from './summarize-records.ts';

let db: TestDatabase;
let engine: Engine;
let workspace: SampleWorkspace;
let project: string;
const today = '2026-01-31';

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database });
});

afterAll(async () => {
  await engine?.close();
  await db?.close();
});

beforeEach(async () => {
  workspace = await sampleWorkspace(engine);
  project = await workspace.create('project.create', { key: 'ATR', name: 'Atrium' });
});

const item = (title: string, more: Record<string, string | number | string[]> = {}) =>
  workspace.create('work_item.create', { project, type: 'task', title, ...more });

async function query(more: Partial<RecordsQuery>) {
  const asked = { member: workspace.owner, type: 'work_item', today, ...more };
  return workspace.read((tx) => queryRecords(tx, asked));
}

async function titles(more: Partial<RecordsQuery>) {
  const page = await query(more);
  if (!page.ok) throw new Error(page.problem.message);
  return page.value.records.map(({ fields }) => fields.title);
}

describe('queries over a workspace', () => {
  test('[QUERY2] what a person types is answered, with aliases and keys', async () => {
    const ada = await workspace.person('Ada', 'agent');
    await item('Crash', { dueDate: '2026-02-03', priority: 'high', assignees: [ada.personId] });
    await item('Slow', { dueDate: '2026-03-03', priority: 'low' });
    await item('Ugly', { priority: 'urgent' });
    const mine = 'assignee = me and due < today+7d and title ~ crash';
    expect(await titles({ filter: mine, member: ada })).toEqual(['Crash']);
    expect(await titles({ filter: mine })).toEqual([]);
    expect(await titles({ filter: 'key in (ATR-2, ATR-3)', sort: '-number' })).toEqual(['Ugly', 'Slow']);
    expect(await titles({ sort: '-priority' })).toEqual(['Ugly', 'Crash', 'Slow']);
    expect(await titles({ sort: 'due first' })).toEqual(['Ugly', 'Crash', 'Slow']);
    expect(await titles({ filter: 'priority >= high', sort: 'title' })).toEqual(['Crash', 'Ugly']);
    expect(await titles({ projectId: newId() })).toEqual([]);
  });

  test('[QUERY2] ~ finds pieces of text whatever their case, in every script', async () => {
    const texts = [
      'Ärger',
      'STRASSE',
      'straße',
      'ΟΔΟΣ',
      'ΑΣΑ',
      'İstanbul',
      'ЖУК',
      'ǅ',
      'ẞ',
      'Ⅷ',
      '𐐀',
      '100%_\\',
    ];
    for (const title of texts) await item(title);
    for (const text of texts) {
      for (const asked of [text, foldText(text), text.toUpperCase()]) {
        const expected = texts.filter((title) => foldText(title).includes(foldText(asked)));
        expect(await titles({ filter: { field: 'title', op: 'contains', value: asked } }), asked).toEqual(
          expected,
        );
      }
    }
  });

  test('[QUERY3] what cannot be asked is said with its place, never thrown', async () => {
    expect(await query({ filter: 'title = x and staus = y' })).toMatchObject({
      ok: false,
      problem: { code: 'UNKNOWN_FIELD', at: 14, suggestion: 'status' },
    });
    for (const bad of [
      { type: 'nothing' },
      { filter: 'title =' },
      { sort: 'description' },
      { sort: 'nothing' },
      ...['', '!', 'e30', Buffer.from('[["title"],["x"],"y"]').toString('base64url')].map((cursor) => ({
        cursor,
      })),
    ]) {
      expect((await query(bad)).ok, JSON.stringify(bad)).toBe(false);
    }
  });

  test('[QUERY4] a cursor belongs to its order, and hostile ones are refused', async () => {
    for (const title of ['a', 'b', 'c']) await item(title);
    const page = await query({ sort: 'title', limit: 1 });
    const cursor = page.ok ? page.value.cursor : null;
    if (cursor === null) throw new Error('There is another page.');
    expect(await titles({ sort: 'title', cursor, limit: 1 })).toEqual(['b']);
    expect((await query({ sort: '-title', cursor })).ok).toBe(false);
    expect((await query({ sort: 'createdAt', cursor })).ok).toBe(false);
    const forged = (order: string, value: unknown) =>
      Buffer.from(JSON.stringify([order, [value], newId()])).toString('base64url');
    for (const [sort, value] of [
      ['title', 1],
      ['title', 'nul\u0000'],
      ['createdAt', '0000-01-01T00:00:00.000Z'],
      ['createdAt', 'soon'],
      ['number', '1'],
      ['createdBy', 'x'],
      ['priority', 1.5],
      ['title', { a: 1 }],
    ] as const) {
      expect((await query({ sort, cursor: forged(sort, value) })).ok, `${sort} ${value}`).toBe(false);
    }
  });

  test('[QUERY4] a page has 1 to 200 records', async () => {
    await item('a');
    await item('b');
    expect(await titles({ limit: -3 })).toHaveLength(1);
    expect(await titles({ limit: Number.NaN })).toHaveLength(2);
    expect(await titles({ limit: 1e9 })).toHaveLength(2);
  });

  test('[QUERY5] rights are those of canRead, for every role, visibility and membership', async () => {
    const tenantId = await db.createTenant();
    const [me = '', other = ''] = PEOPLE;
    const made: RecordState[] = [];
    const stored = (type: string, fields: RecordState['fields'], deletedAt: string | null = null) => {
      const at = '2026-01-01T00:00:00.000Z';
      const base = {
        version: 1,
        fieldVersions: {},
        createdAt: at,
        createdBy: me,
        updatedAt: at,
        updatedBy: me,
      };
      made.push({ id: newId(), type, fields, deletedAt, ...base });
      return made.at(-1)?.id ?? '';
    };
    for (const visibility of ['workspace', 'private', 'odd', null]) {
      for (const role of [...PROJECT_ROLES, 'boss', null, undefined]) {
        for (const deletedAt of [null, '2026-01-02T00:00:00.000Z']) {
          const members = { [other]: 'lead', ...(role !== undefined && { [me]: role }) };
          stored('task', { project: stored('project', { visibility, members }, deletedAt) });
        }
      }
    }
    stored('task', { project: stored('project', {}) });
    stored('task', { project: stored('project', { visibility: 'private', members: [me] }) });
    stored('task', { project: newId() });
    stored('task', {});
    const byId = new Map(made.map((record) => [record.id, record]));
    await db.database.withTenant(tenantId, async (tx) => {
      await storeRecords(tx, tenantId, made);
      for (const role of ROLES) {
        const member = { personId: me, role };
        const values = new SqlValues();
        const { rows } = await tx.query<{ id: string }>(
          `SELECT r.id FROM records r WHERE ${readableSql(member, 'r', values)}`,
          values.list,
        );
        const seen = new Set(rows.map(({ id }) => id));
        for (const record of made) {
          const home = byId.get(String(record.fields.project));
          const label = `${role} ${JSON.stringify(record)} ${JSON.stringify(home)}`;
          expect(seen.has(record.id), label).toBe(canRead(member, record, home, sampleRegistry));
        }
      }
    });
  });

  test('[QUERY6] groups are counted and added up, sets by each of their values', async () => {
    const [ada, bob] = [await workspace.person('Ada', 'agent'), await workspace.person('Bob', 'agent')];
    await item('a', { priority: 'high', estimate: 3, assignees: [ada.personId, bob.personId] });
    await item('b', { priority: 'high', estimate: 0.5, assignees: [ada.personId] });
    await item('c', { priority: 'low' });
    const groups = async (more: Partial<GroupsAsked> & { by: string }) => {
      const asked = { member: workspace.owner, type: 'work_item', today, ...more };
      const found = await workspace.read((tx) => groupRecords(tx, asked));
      if (!found.ok) return found.problem.code;
      return found.value;
    };
    expect(await groups({ by: 'priority', sum: 'estimate' })).toEqual([
      { value: 'high', count: 2, sum: 3.5 },
      { value: 'low', count: 1, sum: 0 },
    ]);
    const people = [
      { value: ada.personId, count: 2, sum: 0 },
      { value: bob.personId, count: 1, sum: 0 },
      { value: null, count: 1, sum: 0 },
    ];
    expect(await groups({ by: 'assignees' })).toEqual(expect.arrayContaining(people));
    expect(await groups({ by: 'priority', filter: 'title = c' })).toEqual([
      { value: 'low', count: 1, sum: 0 },
    ]);
    expect(await groups({ by: 'nothing' })).toBe('UNKNOWN_FIELD');
    expect(await groups({ by: 'description' })).toBe('INVALID_INPUT');
    expect(await groups({ by: 'priority', sum: 'title' })).toBe('INVALID_INPUT');
  });

  test('[QUERY7] a work item is found by its key, as far as it may be read', async () => {
    const id = await item('First');
    const find = (key: string, member = workspace.owner) =>
      workspace.read((tx) => findByKey(tx, member, key));
    expect((await find('ATR-1'))?.id).toBe(id);
    expect((await find(' atr-1 '))?.id).toBe(id);
    for (const key of ['ATR-2', 'ATR', 'ATR-0', 'ATR-01', '', "ATR-1'", 'X-1'])
      expect(await find(key)).toBeUndefined();
    const guest = await workspace.person('Guest', 'manager');
    await workspace.run('project.update', project, { visibility: 'private' });
    expect(await find('ATR-1', guest)).toBeUndefined();
    await workspace.run('work_item.delete', id, {});
    expect(await find('ATR-1')).toBeUndefined();
    expect(await workspace.read((tx) => getRecord(tx, workspace.owner, id))).toMatchObject({ id });
    expect(await workspace.read((tx) => getRecord(tx, guest, id))).toBeUndefined();
    expect(await workspace.read((tx) => getRecord(tx, workspace.owner, 'x'))).toBeUndefined();
    expect(parseWorkItemKey('atr-12')).toEqual({ key: 'ATR', number: 12 });
  });

  test('[QUERY8] activity is newest first, of a record with what hangs on it, of a project, of a person', async () => {
    const id = await item('First');
    const comment = await workspace.create('comment.create', { subject: id, body: 'Hello' });
    await workspace.run('work_item.update', id, { set: { title: 'Second' } });
    const ada = await workspace.person('Ada', 'manager');
    await workspace.create('work_item.create', { project, type: 'task', title: 'By Ada' }, ada);
    const ask = async (more: Partial<Parameters<typeof activity>[1]>) => {
      const page = await workspace.read((tx) => activity(tx, { member: workspace.owner, ...more }));
      if (!page.ok) throw new Error(page.problem.message);
      return page.value;
    };
    const ofItem = (await ask({ recordId: id })).events;
    expect(ofItem[0]).toMatchObject({ name: 'work_item.updated', patch: { old: { title: 'First' } } });
    expect(ofItem.map(({ recordId }) => recordId)).toContain(comment);
    const positions = ofItem.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => b - a));
    const other = await item('Other');
    const link = await workspace.create('dependency.create', { from: id, to: other, kind: 'blocks' });
    await workspace.run('dependency.delete', link, {});
    for (const end of [id, other]) {
      const ofLink = (await ask({ recordId: end })).events.filter((event) => event.recordId === link);
      expect(ofLink.map(({ change }) => change)).toEqual(['deleted', 'created']);
    }
    expect((await ask({ recordId: comment })).events.map(({ recordId }) => recordId)).toEqual([comment]);
    expect((await ask({ personId: ada.personId })).events.map(({ name }) => name)).toEqual([
      'work_item.created',
    ]);
    const first = await ask({ projectId: project, limit: 2 });
    const rest = await ask({ projectId: project, cursor: first.cursor ?? '' });
    const whole = (await ask({ projectId: project })).events;
    expect([...first.events, ...rest.events]).toEqual(whole);
    expect(new Set(whole.map(({ recordType }) => recordType))).toEqual(
      new Set(['project', 'label', 'work_item', 'comment', 'dependency']),
    );
    await workspace.run('project.update', project, { visibility: 'private' });
    expect((await ask({ projectId: project, member: ada })).events).toEqual([]);
    expect((await ask({ recordId: id, member: ada })).events).toEqual([]);
    for (const bad of [{ cursor: 'x' }, { cursor: '-1' }, { recordId: 'x' }]) {
      expect((await workspace.read((tx) => activity(tx, { member: workspace.owner, ...bad }))).ok).toBe(
        false,
      );
    }
  });
});

describe('field indexes', () => {
  test('[QUERY9] a small database goes without them', async () => {
    const own = await testDatabase();
    try {
      expect(await ensureFieldIndexesFrom(own.postgres, 20_000)).toBe(false);
      expect(await ensureFieldIndexesFrom(own.postgres, -1)).toBe(true);
    } finally {
      await own.close();
    }
  });

  test('[QUERY9] they are made once, for fields whose values always fit', async () => {
    expect(await ensureFieldIndexes(db.postgres)).toBe(BUILT_IN_FIELD_INDEXES.length);
    expect(await ensureFieldIndexes(db.postgres)).toBe(BUILT_IN_FIELD_INDEXES.length);
    for (const field of ['description', 'externalUrl', 'nothing', '__proto__']) {
      expect(fieldIndexSql({ type: 'work_item', field }), field).toBeUndefined();
    }
    expect(await ensureFieldIndex(db.postgres, { type: 'work_item', field: 'estimate' })).toBe(true);
  });

  test('[QUERY9] filters and orders across a large workspace use them', async () => {
    const tenantId = await db.createTenant();
    const home = newId();
    await ensureFieldIndexes(db.postgres);
    const explain = (filter: string, sort = '') =>
      db.database.withTenant(tenantId, async (tx) => {
        const lines: string[] = [];
        const explaining: Tx = {
          client: tx.client,
          async query(statement, values) {
            const { rows } = await tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`, values);
            lines.push(...rows.map((row) => row['QUERY PLAN']));
            return { rows: [], rowCount: 0 };
          },
        };
        const asked = { member: workspace.owner, type: 'work_item', today, filter, sort };
        expect((await queryRecords(explaining, asked)).ok).toBe(true);
        return lines.join('\n');
      });
    await db.database.withTenant(tenantId, async (tx) => {
      await tx.query(
        `INSERT INTO records (tenant_id, id, type, version, fields, field_versions, created_at, created_by,
           updated_at, updated_by, project_id)
         SELECT $1, gen_random_uuid(), 'work_item', 1, jsonb_build_object('title', 'Item ' || n,
             'status', CASE WHEN n % 1000 = 0 THEN 'odd' ELSE 'done' END,
             'dueDate', to_char(date '2026-01-01' + n % 3000, 'YYYY-MM-DD'),
             'assignees', jsonb_build_array(gen_random_uuid())), '{}', now(), $2, now(), $2, $2
         FROM generate_series(1, 20000) AS n`,
        [tenantId, home],
      );
    });
    const owner = new pg.Client(db.postgres.connection);
    await owner.connect();
    await owner.query('ANALYZE records');
    await owner.end();
    const names = BUILT_IN_FIELD_INDEXES.map((index) => fieldIndexSql(index)?.name);
    const [assignees, dueDate, status] = names;
    expect(db.database.capabilities.indexedExpressions).toBe(true);
    expect(await explain('status = odd')).toContain(status);
    expect(await explain('assignee = me')).toContain(assignees);
    expect(await explain('due < 2026-01-03')).toContain(dueDate);
    expect(await explain('status = odd', 'title')).toContain(status);
    expect(await explain('status = done', 'due')).toContain(dueDate);
    expect(await explain('assignee = me and status = done', 'due')).toContain(assignees);
  });
});
