import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { type SampleWorkspace, sampleWorkspace } from '../testing/sample-workspace.ts';
import { type TestDatabase, testDatabase } from '../testing/test-database.ts';
import { type SearchQuery, search } from './search.ts';
import { searchConsumer } from './search-consumer.ts';

let db: TestDatabase;
let engine: Engine;
let workspace: SampleWorkspace;
let project: string;

beforeAll(async () => {
  db = await testDatabase();
  engine = createEngine({ database: db.database });
  engine.consumers.register(searchConsumer());
  engine.consumers.run();
});

afterAll(async () => {
  await engine?.close();
  await db?.close();
});

beforeEach(async () => {
  workspace = await sampleWorkspace(engine);
  project = await workspace.create('project.create', { key: 'ATR', name: 'Atrium' });
});

async function ask(text: string, more: Partial<SearchQuery> = {}) {
  await engine.consumers.caughtUp('search', workspace.tenantId);
  const page = await workspace.read((tx) => search(tx, { member: workspace.owner, text, ...more }));
  if (!page.ok) throw new Error(page.problem.message);
  return page.value;
}

async function ids(text: string, more?: Partial<SearchQuery>) {
  return (await ask(text, more)).hits.map(({ record }) => record.id);
}

const item = (title: string, description?: string) =>
  workspace.create('work_item.create', { project, type: 'task', title, ...(description && { description }) });

function documents() {
  return workspace.read(async (tx) => {
    const { rows } = await tx.query(
      'SELECT record_id, record_type, project_id, title, body, tsv::text, updated_at FROM search_documents ORDER BY 1',
    );
    return rows;
  });
}

describe('search', () => {
  test('[SEARCH1] words are found in titles and texts, titles first, whatever case and accents', async () => {
    const inBody = await item('Something else', 'The Café crashes on start.');
    const inTitle = await item('Cafe crashes');
    await item('Tea time');
    expect(await ids('CAFÉ crashes')).toEqual([inTitle, inBody]);
    expect(await ids('tea cafe')).toEqual([]);
    expect(await ids('nothing-at-all')).toEqual([]);
  });

  test('[SEARCH1] the last word may be a beginning; phrases, or and - work', async () => {
    const login = await item('Login page redirects');
    const logout = await item('Logout page loops');
    expect(await ids('page redir')).toEqual([login]);
    expect((await ids('log')).sort()).toEqual([login, logout].sort());
    expect(await ids('"page loops"')).toEqual([logout]);
    expect(await ids('"loops page"')).toEqual([]);
    expect((await ids('redirects or loops')).sort()).toEqual([login, logout].sort());
    expect(await ids('page -loops')).toEqual([login]);
  });

  test('[SEARCH2] a key finds its item, first', async () => {
    const first = await item('One');
    const second = await item('Two', 'See ATR-1 and ATR-2.');
    expect(await ids('ATR-1')).toEqual([first, second]);
    expect(await ids('atr-2')).toEqual([second]);
    expect(await ids('ATR-99', { types: ['work_item'] })).toEqual([]);
    expect(await ids('ATR-1', { types: ['comment'] })).toEqual([]);
  });

  test('[SEARCH3] comments are found by themselves and name what they hang on', async () => {
    const subject = await item('A thing');
    const comment = await workspace.create('comment.create', { subject, body: 'Reproduced on Windows.' });
    const { hits } = await ask('windows');
    expect(hits.map(({ record, subjectId }) => [record.id, subjectId])).toEqual([[comment, subject]]);
    expect(hits[0]?.body?.text).toBe('Reproduced on Windows.');
    expect(hits[0]?.body?.marks).toEqual([[14, 21]]);
  });

  test('[SEARCH3] people and projects are found by name', async () => {
    const bob = await workspace.person('Bob Björk', 'agent');
    expect(await ids('bjork')).toEqual([bob.personId]);
    expect(await ids('atrium')).toEqual([project]);
  });

  test('[SEARCH4] what changes, goes or comes back is found so', async () => {
    const id = await item('Old words');
    expect(await ids('old')).toEqual([id]);
    await workspace.run('work_item.update', id, { set: { title: 'New words' } });
    expect(await ids('old')).toEqual([]);
    await workspace.run('work_item.delete', id, {});
    expect(await ids('new')).toEqual([]);
    await workspace.run('work_item.restore', id, {});
    expect(await ids('new')).toEqual([id]);
  });

  test('[SEARCH5] only what the member may read is found', async () => {
    const secret = await workspace.create('project.create', {
      key: 'SEC',
      name: 'Secret',
      visibility: 'private',
    });
    const hidden = await workspace.create('work_item.create', {
      project: secret,
      type: 'task',
      title: 'Treasure',
    });
    const comment = await workspace.create('comment.create', { subject: hidden, body: 'Treasure map' });
    const outsider = await workspace.person('Out Sider', 'manager');
    expect((await ids('treasure')).sort()).toEqual([hidden, comment].sort());
    for (const text of ['treasure', 'SEC-1', 'secret', 'tresure']) {
      expect(await ids(text, { member: outsider, trigrams: db.database.capabilities.trigrams })).toEqual([]);
    }
    await workspace.run('project.setMember', secret, { personId: outsider.personId, role: 'viewer' });
    expect((await ids('treasure', { member: outsider })).sort()).toEqual([hidden, comment].sort());
    expect(await ids('SEC-1', { member: outsider })).toEqual([hidden]);
  });

  test('[SEARCH6] rebuilding from the first event gives the same documents', async () => {
    for (let index = 0; index < 5; index += 1) {
      const id = await item(`Item ${index}`, 'Text');
      await workspace.create('comment.create', { subject: id, body: `Comment ${index}` });
      if (index % 2 === 0)
        await workspace.run('work_item.update', id, { set: { title: `Changed ${index}` } });
      if (index === 3) await workspace.run('work_item.delete', id, {});
    }
    await engine.consumers.caughtUp('search', workspace.tenantId);
    const incremental = await documents();
    expect(incremental.length).toBeGreaterThan(8);
    await engine.consumers.rebuild('search', workspace.tenantId);
    await engine.consumers.caughtUp('search', workspace.tenantId);
    expect(await documents()).toEqual(incremental);
  });

  test('[SEARCH7] no text makes it fail, neither as a question nor in a record', async () => {
    const hostile = [
      "'",
      '"',
      '\\',
      '-',
      '"-"',
      '&|!():*',
      '<->',
      "a':*",
      '٣ ½ ①',
      'or',
      '- or "',
      '😀',
      '한국어',
      '%',
    ];
    for (const text of hostile) await item(`x ${text}`, text.repeat(3));
    await item('long', `${'w'.repeat(100_000)} ${'ab '.repeat(30_000)}`);
    for (const text of hostile) await ask(text, { trigrams: db.database.capabilities.trigrams });
    expect(await ids('한국')).toHaveLength(1);
    expect(await ids('long')).toHaveLength(1);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 30 }),
          fc
            .array(fc.constantFrom(...hostile, 'word', '\u0000', '\ud800'), { maxLength: 8 })
            .map((parts) => parts.join(' ')),
        ),
        async (text) => {
          const page = await workspace.read((tx) =>
            search(tx, { member: workspace.owner, text, trigrams: db.database.capabilities.trigrams }),
          );
          expect(page.ok).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    for (const cursor of ['-1', 'x', '1e9', '1.5']) {
      const page = await workspace.read((tx) => search(tx, { member: workspace.owner, text: 'a', cursor }));
      expect(page.ok).toBe(false);
    }
  });

  test('[SEARCH8] pages follow each other without overlap', async () => {
    const made = new Set<string>();
    for (let index = 0; index < 7; index += 1) made.add(await item(`Page ${index}`));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask('page', {
        limit: 3,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.hits.map(({ record }) => record.id));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(made);
  });

  test('[SEARCH9] where nothing fits, titles that are like it are shown', async () => {
    const id = await item('Authentication fails');
    expect(await ids('authentcation')).toEqual([]);
    const trigrams = db.database.capabilities.trigrams;
    expect(await ids('authentcation', { trigrams })).toEqual(trigrams ? [id] : []);
  });

  test('[SEARCH1] another workspace is another world', async () => {
    await item('Unique pineapple');
    expect(await ids('pineapple')).toHaveLength(1);
    workspace = await sampleWorkspace(engine);
    expect(await ids('pineapple')).toEqual([]);
  });
});
