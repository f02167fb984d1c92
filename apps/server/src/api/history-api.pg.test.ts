import {
  type CommandDraft,
  createComment,
  createProject,
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  restoreDeleted,
  restoreVersion,
  updateProject,
  updateWorkItem,
} from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import type { DeletedRecord, HistoryPreview, LogVerification, TimelineEntry } from '@atrium/protocol/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, type TestUser, testServer } from '../testing/test-server.ts';

interface Page {
  entries: TimelineEntry[];
  names: Record<string, string>;
  cursor: string | null;
}

let server: TestServer;
let tenantId: string;
let owner: TestUser;
let agent: TestUser;
let reader: TestUser;
let project: RecordState;

beforeAll(async () => {
  server = await testServer();
  const workspace = await server.createWorkspace('Histories');
  ({ tenantId, owner } = workspace);
  agent = await server.createMember(tenantId, 'agent');
  reader = await server.createMember(tenantId, 'readOnly');
  project = await act(createProject(newId(), { key: 'ATR', name: 'Atrium' }));
}, 60_000);
afterAll(() => server?.close());

async function act(
  draft: CommandDraft,
  { as = owner, cause }: { as?: TestUser; cause?: string } = {},
): Promise<RecordState> {
  const { engine } = server.services;
  const command = { ...draft, id: newId(), issuedAt: new Date().toISOString(), ...(cause && { cause }) };
  const outcome = await engine.submit(tenantId, { personId: as.personId, via: 'web' }, command);
  if (outcome.kind === 'refused') throw new Error(`${draft.name}: ${outcome.refusal.message}`);
  const [record] = await engine.readRecords(tenantId, [draft.recordId]);
  if (!record) throw new Error('No record');
  return record;
}

async function fetched(path: string, as: TestUser, body?: object): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie: as.cookie, origin: server.url, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function ask<T>(path: string, as = reader, body?: object): Promise<T> {
  const response = await fetched(path, as, body);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** An item with a history: created, retitled and assigned by the agent, moved, commented. */
async function changedItem() {
  const item = await act(createWorkItem(newId(), { project: project.id, title: 'Once' }));
  const set = { title: 'Later', estimate: 3 };
  const add = { assignees: [agent.personId] };
  const edited = await act(updateWorkItem(item, { set, add }), { as: agent });
  const moved = await act(moveWorkItem(edited, { status: 'done' }), { cause: 'bulk:1' });
  const comment = await act(createComment(newId(), { subject: item.id, body: 'Well done' }));
  return { item, moved, comment };
}

test('the timeline of a record says who changed what, when, through what, newest first', async () => {
  const { item, comment } = await changedItem();
  const { entries, names } = await ask<Page>(`/records/${item.id}/timeline`);
  expect(entries.map(({ change, version, name }) => [change, version, name])).toEqual([
    ['changed', 3, 'work_item.moved'],
    ['changed', 2, 'work_item.updated'],
    ['created', 1, 'work_item.created'],
  ]);
  const [moved, edited, created] = entries;
  expect(moved).toMatchObject({
    recordKey: expect.stringMatching(/^ATR-\d+$/),
    recordTitle: 'Later',
    cause: { kind: 'bulk', id: 'bulk:1' },
    // When it was completed only follows from the status.
    fields: [{ field: 'status', oldText: 'Backlog', newText: 'Done' }],
  });
  expect(edited).toMatchObject({ personId: agent.personId, via: 'web', personName: names[agent.personId] });
  expect(edited?.fields.map(({ field, oldText, newText }) => [field, oldText, newText])).toEqual([
    ['title', 'Once', 'Later'],
    ['assignees', '', names[agent.personId]],
    ['estimate', '', '3'],
  ]);
  expect(created?.fields).toContainEqual(expect.objectContaining({ field: 'project', newText: 'Atrium' }));
  const whole = await ask<Page>(`/records/${item.id}/timeline?children=true`);
  expect(whole.entries[0]).toMatchObject({ recordId: comment.id, recordType: 'comment', subjectId: item.id });
  expect(whole.entries.length).toBe(4);
});

test('filters let through what they say, page by page', async () => {
  const { item } = await changedItem();
  const of = async (query: string) =>
    (await ask<Page>(`/records/${item.id}/timeline?${query}`)).entries.map(({ version }) => version);
  expect(await of('field=title')).toEqual([2, 1]);
  expect(await of(`person=${agent.personId}`)).toEqual([2]);
  expect(await of('cause=bulk:1')).toEqual([3]);
  expect(await of('via=import')).toEqual([]);
  const today = new Date().toISOString().slice(0, 10);
  expect(await of(`from=${today}`)).toEqual([3, 2, 1]);
  expect(await of('to=2020-01-31')).toEqual([]);
  expect(await of('from=2999-01-01T00:00:00Z')).toEqual([]);
  const pages: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await ask(`/records/${item.id}/timeline?limit=2${cursor && `&cursor=${cursor}`}`);
    pages.push(...page.entries.map(({ version }) => version));
    cursor = page.cursor;
  }
  expect(pages).toEqual([3, 2, 1]);
  for (const wrong of ['from=tomorrow', 'person=me', 'cursor=x', 'limit=0', 'field=%00'])
    expect((await fetched(`/records/${item.id}/timeline?${wrong}`, reader)).status, wrong).toBe(400);
});

test('a record is given as it was at a version or a time, and two versions field by field', async () => {
  const { item } = await changedItem();
  const past = await ask<{ record: RecordState; latestVersion: number; position: number }>(
    `/records/${item.id}/at?version=1`,
  );
  expect(past).toMatchObject({ record: { version: 1, fields: item.fields }, latestVersion: 4 });
  const { entries } = await ask<Page>(`/records/${item.id}/timeline`);
  const [moved, edited] = entries;
  const then = await ask<{ record: RecordState }>(`/records/${item.id}/at?time=${edited?.loggedAt}`);
  expect(then.record.version).toBeLessThanOrEqual(moved?.version ?? 0);
  const compared = await ask<{ fields: { field: string; oldText: string; newText: string }[] }>(
    `/records/${item.id}/compare?from=1&to=3`,
  );
  expect(compared).toMatchObject({ from: { version: 1 }, to: { version: 3, personId: owner.personId } });
  expect(compared.fields.map(({ field }) => field)).toEqual(['title', 'status', 'assignees', 'estimate']);
  for (const [wrong, status] of [
    ['at?version=99', 404],
    ['at?time=2001-01-01', 404],
    ['at', 400],
    ['at?version=1&time=2001-01-01', 400],
    ['compare?from=1&to=99', 404],
  ] as const)
    expect((await fetched(`/records/${item.id}/${wrong}`, reader)).status, wrong).toBe(status);
});

test('what may not be read now is in no history, whenever it was', async () => {
  const secret = await act(createProject(newId(), { key: 'SEC', name: 'Takeoverxyz' }));
  const item = await act(createWorkItem(newId(), { project: secret.id, title: 'Takeoverxyz item' }));
  const open = (await ask<Page>(`/projects/${secret.id}/timeline`)).entries;
  expect(open.map(({ recordId }) => recordId)).toContain(item.id);
  await act(updateProject(secret, { visibility: 'private' }));
  await act(deleteWorkItem(item));
  for (const path of ['/timeline', '/deleted', '/timeline.csv', `/projects/${project.id}/timeline`]) {
    const text = await (await fetched(path, reader)).text();
    expect(text, path).not.toMatch(new RegExp(`Takeoverxyz|${item.id}|${secret.id}`));
  }
  const at = new Date().toISOString();
  const position = open[0]?.position ?? 0;
  for (const moment of [at, String(position)]) {
    const whole = await fetched(`/bootstrap?scope=workspace&at=${moment}`, reader);
    expect(await whole.text()).not.toContain('Takeoverxyz');
    expect((await fetched(`/bootstrap?scope=project:${secret.id}&at=${moment}`, reader)).status).toBe(404);
  }
  expect((await fetched(`/records/${item.id}/timeline.pdf`, reader)).status).toBe(404);
  expect(await (await fetched('/timeline.csv', owner)).text()).toContain('Takeoverxyz');
});

test('a scope comes as it was, in the format of a bootstrap', async () => {
  const { item } = await changedItem();
  const position = (await ask<Page>(`/records/${item.id}/timeline`)).entries[1]?.position ?? 0;
  await act(deleteWorkItem(item));
  const lines = async (query: string) => {
    const text = await (await fetched(`/bootstrap?scope=project:${project.id}${query}`, reader)).text();
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const now = await lines('');
  expect(now.some(({ id }) => id === item.id)).toBe(false);
  const then = await lines(`&at=${position}`);
  expect(then.find(({ id }) => id === item.id)).toMatchObject({ version: 2, fields: { title: 'Later' } });
  expect(then.at(-1)).toMatchObject({ position, count: then.length - 1, digest: expect.any(String) });
  expect((await fetched('/bootstrap?scope=workspace&at=someday', reader)).status).toBe(400);
});

test('a restore is previewed as it then happens, with the rights of who asks', async () => {
  const { item } = await changedItem();
  const path = `/records/${item.id}/restore-preview`;
  const preview = await ask<HistoryPreview>(path, agent, { version: 1, fields: ['title', 'assignees'] });
  expect(preview).toMatchObject({ refusal: null, left: [] });
  expect(preview.records[0]?.fields.map(({ field, newText }) => [field, newText])).toEqual([
    ['title', 'Once'],
    ['assignees', ''],
  ]);
  expect((await ask<HistoryPreview>(path, reader, { version: 1 })).refusal).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect((await ask<HistoryPreview>(path, agent, { version: 99 })).refusal).toMatchObject({
    code: 'NOT_FOUND',
  });
  const [before] = await server.services.engine.readRecords(tenantId, [item.id]);
  expect(before?.fields.title).toBe('Later');
  if (before) await act(restoreVersion(before, { version: 1, fields: ['title'] }));
  const [entry] = (await ask<Page>(`/records/${item.id}/timeline`)).entries;
  expect(entry).toMatchObject({
    reverted: true,
    fields: [{ field: 'title', oldText: 'Later', newText: 'Once' }],
  });
});

test('deleted records are listed with who deleted them, and what was deleted along', async () => {
  const [one, two] = [await changedItem(), await changedItem()];
  for (const { item } of [one, two]) await act(deleteWorkItem(item), { as: agent, cause: 'bulk:gone' });
  const { records } = await ask<{ records: DeletedRecord[] }>(
    `/projects/${project.id}/deleted?type=work_item`,
  );
  expect(records[0]).toMatchObject({
    record: { id: two.item.id },
    personId: agent.personId,
    cause: { kind: 'bulk' },
    along: [{ id: one.item.id, title: 'Later' }],
  });
  const along = records[0]?.along.map(({ id }) => id) ?? [];
  const preview = await ask<HistoryPreview>(`/records/${two.item.id}/restore-preview`, agent, { along });
  expect(preview.records.map(({ change }) => change)).toEqual(['restored', 'restored']);
  await act(restoreDeleted(two.item, { along }), { as: agent });
  const after = await ask<{ records: DeletedRecord[] }>('/deleted');
  expect(after.records.map(({ record }) => record.id)).not.toContain(two.item.id);
});

test('CSV and PDF hold what the timeline holds, to the same totals', async () => {
  const item = await act(createWorkItem(newId(), { project: project.id, title: '=HYPERLINK("x")' }));
  await act(updateWorkItem(item, { set: { title: 'Ünï "quoted", 漢字 שלום', description: 'a\nb' } }));
  const path = `/records/${item.id}/timeline`;
  const { entries } = await ask<Page>(path);
  const csv = await fetched(`${path}.csv`, reader);
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="history-.*\.csv"$/);
  const rows = (await csv.text()).split('\r\n');
  const changes = entries.reduce((sum, { fields }) => sum + fields.length, 0);
  // A head, and an empty rest.
  expect(rows.length - 2).toBe(changes);
  expect(rows[0]).toContain('Time,Person,Through');
  expect(rows.join('\n')).toContain('"Ünï ""quoted"", 漢字 שלום"');
  expect(rows.join('\n')).toContain(`"'=HYPERLINK(""x"")"`);
  const pdf = Buffer.from(await (await fetched(`${path}.pdf`, reader)).arrayBuffer());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.subarray(-6).toString()).toContain('%%EOF');
});

test('the hash chain is verified from where it was, by admins alone, and everyone sees how far', async () => {
  const path = '/log/verification';
  expect((await fetched(path, agent, {})).status).toBe(403);
  const started = await ask<LogVerification>(path, owner, {});
  expect(started).toMatchObject({ startedBy: owner.personId, target: expect.any(Number) });
  await server.services.engine.verified(tenantId);
  const held = await ask<LogVerification>(path);
  expect(held).toMatchObject({ state: 'held', broken: null, target: null });
  expect(held.position).toBe(started.target);
  expect(held.verifiedAt).not.toBeNull();
});
