import { createProject, createWorkItem } from '@atrium/model';
import type { Command } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import { contract } from '@atrium/protocol/api';
import { type TestServer, type TestUser, testServer } from '@atrium/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Who asks. Everyone but the stranger is signed in; the outsider only belongs to another workspace. */
const ASKERS = [
  'stranger',
  'signedOut',
  'outsider',
  'readOnly',
  'agent',
  'manager',
  'admin',
  'owner',
] as const;
type Asker = (typeof ASKERS)[number];

interface Route {
  readonly method: string;
  readonly path: string;
}

type Names<T> = {
  [Group in keyof T & string]: `${Group}.${keyof T[Group] & string}`;
}[keyof T & string];
/** Every route of the contract, and those beside it; TypeScript refuses a matrix that forgets one. */
type RouteName = Names<typeof contract> | keyof typeof BESIDE;

/** What streams, and so is outside of the contract. */
const BESIDE = {
  bootstrap: { method: 'GET', path: '/bootstrap' },
  pastBootstrap: { method: 'GET', path: '/bootstrap' },
  upload: { method: 'POST', path: '/imports/github' },
  recordCsv: { method: 'GET', path: '/records/{id}/timeline.csv' },
  recordPdf: { method: 'GET', path: '/records/{id}/timeline.pdf' },
  projectCsv: { method: 'GET', path: '/projects/{id}/timeline.csv' },
  projectPdf: { method: 'GET', path: '/projects/{id}/timeline.pdf' },
  workspaceCsv: { method: 'GET', path: '/timeline.csv' },
  workspacePdf: { method: 'GET', path: '/timeline.pdf' },
} as const;

interface Sample {
  /** Placeholders in the path. */
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** The route takes the workspace from its input. */
  readonly tenant?: boolean;
}

type Expected = Record<Asker, number>;

const everyone = (status: number): Expected =>
  Object.fromEntries(ASKERS.map((asker) => [asker, status])) as Expected;
/** A member's route: strangers are asked to sign in, outsiders learn nothing. */
const members = (status: number, less: Partial<Expected> = {}): Expected => ({
  ...everyone(status),
  stranger: 401,
  signedOut: 401,
  outsider: 404,
  ...less,
});
const adminsOnly = (status: number): Expected => members(status, { readOnly: 403, agent: 403, manager: 403 });

let server: TestServer;
let tenantId: string;
let slug: string;
let people: Record<Asker, TestUser | undefined>;
let secretProject: string;
let secretItem: string;
let openProject: string;
let inviteToken: string;

beforeAll(async () => {
  server = await testServer();
  const workspace = await server.createWorkspace('Victim');
  const other = await server.createWorkspace('Other');
  ({ tenantId, slug } = workspace);
  const member = (role: 'admin' | 'manager' | 'agent' | 'readOnly') => server.createMember(tenantId, role);
  const signedOut = await member('owner' as 'admin');
  people = {
    stranger: undefined,
    signedOut,
    outsider: other.owner,
    readOnly: await member('readOnly'),
    agent: await member('agent'),
    manager: await member('manager'),
    admin: await member('admin'),
    owner: workspace.owner,
  };
  await server.services.identity.sessions.endAll(signedOut.userId);
  const { personId } = workspace.owner;
  const send = async (draft: Pick<Command, 'name' | 'recordId' | 'baseVersion' | 'input'>) => {
    const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
    const outcome = await server.services.engine.submit(tenantId, { personId, via: 'web' }, command);
    if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
    return draft.recordId;
  };
  secretProject = await send(createProject(newId(), { key: 'SEC', name: 'Secret', visibility: 'private' }));
  secretItem = await send(createWorkItem(newId(), { project: secretProject, title: 'Takeover' }));
  const gone = await send(createWorkItem(newId(), { project: secretProject, title: 'Takeover, deleted' }));
  await send({ name: 'work_item.delete', recordId: gone, baseVersion: 1, input: {} });
  openProject = await send(createProject(newId(), { key: 'OPE', name: 'Open' }));
  const invited = await server.services.identity.invitations.create(
    tenantId,
    { personId, via: 'web' },
    { role: 'agent' },
  );
  if (!invited.ok) throw new Error(invited.refusal.message);
  inviteToken = invited.value.token;
}, 60_000);
afterAll(() => server.close());

const nobody = () => newId();
const command = () => ({
  id: newId(),
  name: 'workspace.update',
  recordId: tenantId,
  baseVersion: 1,
  input: { name: 'Mine now' },
  issuedAt: new Date().toISOString(),
});

const SAMPLES: Record<RouteName, () => Sample> = {
  'setup.state': () => ({}),
  'setup.create': () => ({
    body: {
      user: { name: 'Eve', email: 'eve@test.example', password: 'long enough it is' },
      workspace: { name: 'E' },
    },
  }),
  'auth.me': () => ({}),
  'auth.socketToken': () => ({ body: {} }),
  // Everyone signs out at the end; see below.
  'auth.signOutEverywhere': () => ({ body: {} }),
  'workspaces.create': () => ({ body: { name: 'Another' } }),
  'invitations.create': () => ({ tenant: true, body: { role: 'agent' } }),
  'invitations.list': () => ({ tenant: true }),
  'invitations.revoke': () => ({ tenant: true, path: { id: nobody() } }),
  'invitations.describe': () => ({ path: { token: inviteToken } }),
  'invitations.accept': () => ({ path: { token: 'not.a.token' }, body: {} }),
  'records.get': () => ({ tenant: true, path: { id: openProject } }),
  'records.list': () => ({ tenant: true, query: { type: 'project' } }),
  'workItems.get': () => ({ tenant: true, path: { id: secretItem } }),
  'activity.list': () => ({ tenant: true }),
  'search.query': () => ({ tenant: true, query: { q: 'takeover' } }),
  'digests.read': () => ({ tenant: true, query: { scope: `project:${secretProject}` } }),
  'commands.sync': () => ({ tenant: true, body: { commands: [command()] } }),
  'commands.undoCause': () => ({ tenant: true, body: { cause: `bulk:${nobody()}` } }),
  'imports.list': () => ({ tenant: true }),
  'imports.get': () => ({ tenant: true, path: { id: nobody() } }),
  'imports.run': () => ({ tenant: true, path: { id: nobody() }, body: {} }),
  'imports.undo': () => ({ tenant: true, path: { id: nobody() }, body: {} }),
  'history.ofRecord': () => ({ tenant: true, path: { id: secretItem } }),
  'history.ofProject': () => ({ tenant: true, path: { id: secretProject } }),
  'history.ofWorkspace': () => ({ tenant: true }),
  'history.at': () => ({ tenant: true, path: { id: secretItem }, query: { version: '1' } }),
  'history.compare': () => ({ tenant: true, path: { id: secretItem }, query: { from: '1', to: '1' } }),
  'history.previewRestore': () => ({ tenant: true, path: { id: secretItem }, body: { version: 1 } }),
  'history.deletedInWorkspace': () => ({ tenant: true }),
  'history.pulse': () => ({ tenant: true, path: { id: secretProject } }),
  'history.deletedInProject': () => ({ tenant: true, path: { id: secretProject } }),
  'log.verification': () => ({ tenant: true }),
  'log.verify': () => ({ tenant: true, body: {} }),
  bootstrap: () => ({ tenant: true, query: { scope: `project:${secretProject}` } }),
  pastBootstrap: () => ({ tenant: true, query: { scope: `project:${secretProject}`, at: '2999-01-01' } }),
  recordCsv: () => ({ tenant: true, path: { id: secretItem } }),
  recordPdf: () => ({ tenant: true, path: { id: secretItem } }),
  projectCsv: () => ({ tenant: true, path: { id: secretProject } }),
  projectPdf: () => ({ tenant: true, path: { id: secretProject } }),
  workspaceCsv: () => ({ tenant: true }),
  workspacePdf: () => ({ tenant: true }),
  upload: () => ({ tenant: true, query: { project: openProject, dryRun: 'true' }, body: { issues: [] } }),
};

const EXPECTED: Record<RouteName, Expected> = {
  'setup.state': everyone(200),
  'setup.create': everyone(403),
  'auth.me': { ...everyone(200), stranger: 401, signedOut: 401 },
  'auth.socketToken': { ...everyone(200), stranger: 401, signedOut: 401 },
  'auth.signOutEverywhere': { ...everyone(200), stranger: 401, signedOut: 401 },
  'workspaces.create': { ...everyone(200), stranger: 401, signedOut: 401 },
  'invitations.create': adminsOnly(200),
  'invitations.list': adminsOnly(200),
  'invitations.revoke': adminsOnly(404),
  'invitations.describe': everyone(200),
  'invitations.accept': everyone(404),
  'records.get': members(200),
  'records.list': members(200),
  'workItems.get': members(404, { admin: 200, owner: 200 }),
  'activity.list': members(200),
  'search.query': members(200),
  'digests.read': members(404, { admin: 200, owner: 200 }),
  'commands.sync': members(200),
  'commands.undoCause': members(200),
  'imports.list': adminsOnly(200),
  'imports.get': adminsOnly(404),
  'imports.run': adminsOnly(404),
  'imports.undo': adminsOnly(404),
  'history.ofRecord': members(404, { admin: 200, owner: 200 }),
  'history.ofProject': members(404, { admin: 200, owner: 200 }),
  'history.ofWorkspace': members(200),
  'history.at': members(404, { admin: 200, owner: 200 }),
  'history.compare': members(404, { admin: 200, owner: 200 }),
  'history.previewRestore': members(404, { admin: 200, owner: 200 }),
  'history.deletedInWorkspace': members(200),
  'history.pulse': members(404, { admin: 200, owner: 200 }),
  'history.deletedInProject': members(404, { admin: 200, owner: 200 }),
  'log.verification': members(200),
  'log.verify': adminsOnly(200),
  bootstrap: members(404, { admin: 200, owner: 200 }),
  pastBootstrap: members(404, { admin: 200, owner: 200 }),
  recordCsv: members(404, { admin: 200, owner: 200 }),
  recordPdf: members(404, { admin: 200, owner: 200 }),
  projectCsv: members(404, { admin: 200, owner: 200 }),
  projectPdf: members(404, { admin: 200, owner: 200 }),
  workspaceCsv: members(200),
  workspacePdf: members(200),
  upload: adminsOnly(200),
};

function isBeside(name: RouteName): name is keyof typeof BESIDE {
  return Object.hasOwn(BESIDE, name);
}

function routeOf(name: RouteName): Route {
  if (isBeside(name)) return BESIDE[name];
  const [group = '', leaf = ''] = name.split('.');
  const routes = contract as unknown as Record<
    string,
    Record<string, { '~orpc': { route: Partial<Route> } }>
  >;
  const { method = '', path = '' } = routes[group]?.[leaf]?.['~orpc'].route ?? {};
  return { method, path };
}

async function ask(name: RouteName, asker: Asker): Promise<{ status: number; text: string }> {
  const { method, path } = routeOf(name);
  const sample = SAMPLES[name]();
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(sample.path?.[key] ?? ''));
  const query = new URLSearchParams(sample.query);
  let body = sample.body;
  // The outsider names the victim's workspace; everyone else has it as one of theirs.
  if (sample.tenant && (method === 'GET' || name === 'upload')) query.set('workspace', slug);
  else if (sample.tenant) body = { ...(body as object), workspace: slug };
  const cookie = people[asker]?.cookie;
  const response = await fetch(`${server.url}/api/v1${filled}?${query}`, {
    method,
    headers: {
      origin: server.url,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const names = (Object.keys(EXPECTED) as RouteName[]).filter((name) => name !== 'auth.signOutEverywhere');

describe('every route x everyone who may ask', () => {
  test('the matrix holds every route of the contract', () => {
    const routes = Object.entries(contract).flatMap(([group, leaves]) =>
      Object.keys(leaves).map((leaf) => `${group}.${leaf}`),
    );
    expect(Object.keys(EXPECTED).sort()).toEqual([...routes, ...Object.keys(BESIDE)].sort());
  });

  test.each([...names, 'auth.signOutEverywhere' as const])('%s', async (name) => {
    const answered: Partial<Expected> = {};
    for (const asker of ASKERS) answered[asker] = (await ask(name, asker)).status;
    expect(answered).toEqual(EXPECTED[name]);
  });
});

describe('what an answer may hold', () => {
  beforeAll(async () => {
    // Signed out everywhere by the matrix above.
    const { signIn } = await import('@atrium/server/testing');
    for (const asker of ASKERS) {
      const person = people[asker];
      if (!person || asker === 'signedOut') continue;
      people[asker] = { ...person, cookie: await signIn(server.url, person.email, person.password) };
    }
    await server.services.engine.consumers.caughtUp('search', tenantId);
  });

  const READS = [
    'records.list',
    'activity.list',
    'search.query',
    'records.get',
    'history.ofWorkspace',
    'history.deletedInWorkspace',
    'workspaceCsv',
  ] as const;
  test.each(READS)('%s shows nothing of a private project to who is not in it', async (name) => {
    for (const asker of ['readOnly', 'agent', 'manager'] as const) {
      const { text } = await ask(name, asker);
      expect(text).not.toContain(secretItem);
      expect(text).not.toContain(secretProject);
      expect(text).not.toContain('Takeover');
    }
    const { text } = await ask(name, 'owner');
    if (name !== 'records.get') expect(text).toMatch(new RegExp(`${secretItem}|${secretProject}`));
  });

  test('a command is decided by the role of who sends it, whatever the route', async () => {
    for (const asker of ['readOnly', 'agent', 'manager'] as const) {
      const { text } = await ask('commands.sync', asker);
      expect(JSON.parse(text)).toMatchObject({
        outcomes: [{ outcome: { kind: 'refused', refusal: { code: 'FORBIDDEN' } } }],
      });
    }
  });

  test('a page of another origin cannot change anything with our cookie', async () => {
    const response = await fetch(`${server.url}/api/v1/workspaces`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'https://evil.example',
        cookie: people.owner?.cookie ?? '',
      },
      body: JSON.stringify({ name: 'Evil' }),
    });
    expect(response.status).toBe(403);
  });
});
