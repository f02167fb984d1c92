import { dedicatedPlaces } from '@atrium/engine/testing';
import { createProject, createWorkItem } from '@atrium/model';
import { type Command, newId } from '@atrium/protocol';
import { type TestServer, type TestUser, testServer } from '@atrium/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Two workspaces with one dedicated database, a third in the main one, and a member of the first and the third. */
let server: TestServer;
let places: ReturnType<typeof dedicatedPlaces>;
let place: ReturnType<typeof places.next>;
let ours: Workspace;
let theirs: Workspace;
let shared: Workspace;

interface Workspace {
  readonly tenantId: string;
  readonly slug: string;
  readonly owner: TestUser;
  readonly item: string;
}

beforeAll(async () => {
  server = await testServer();
  places = dedicatedPlaces(server.services.postgres);
  place = places.next();
  const [one, two, three] = [await workspace('Ours'), await workspace('Theirs'), await workspace('Shared')];
  [ours, theirs, shared] = [one, two, three];
  for (const { tenantId } of [ours, theirs]) await server.services.database.moveTenant(tenantId, place);
  await server.services.database.controlOf(shared.tenantId, (tx) =>
    tx.query('INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, $2, $3)', [
      shared.tenantId,
      ours.owner.userId,
      shared.owner.personId,
    ]),
  );
}, 120_000);
afterAll(async () => {
  await server?.close();
  await places?.close();
});

async function workspace(name: string): Promise<Workspace> {
  const made = await server.createWorkspace(name);
  const actor = { personId: made.owner.personId, via: 'web' } as const;
  const [project, item] = [newId(), newId()];
  const commands = [
    createProject(project, { key: 'ABC', name: `${name} project` }),
    createWorkItem(item, { project, title: `Confidential plans of ${name}` }),
  ];
  for (const command of commands) {
    const stamped: Command = { ...command, id: newId(), issuedAt: new Date().toISOString() };
    expect(await server.services.engine.submit(made.tenantId, actor, stamped)).toMatchObject({
      kind: 'committed',
    });
  }
  return { ...made, item };
}

async function ask(who: TestUser, path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}/api/v1${path}`, { headers: { cookie: who.cookie } });
  return { status: response.status, text: await response.text() };
}

test('[DB26] members of a workspace that moved work as before, and nobody sees a neighbour of the same database', async () => {
  const at = ({ slug }: Workspace) => `workspace=${slug}`;
  const paths = (of: Workspace) => [
    `/records/${of.item}?${at(of)}`,
    `/records?type=work_item&${at(of)}`,
    `/activity?${at(of)}`,
    `/work-items/${of.item}?${at(of)}`,
  ];
  for (const [own, other] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    for (const path of paths(own)) {
      const { status, text } = await ask(own.owner, path);
      expect(status, path).toBe(200);
      expect(text).not.toContain(`plans of ${other === ours ? 'Ours' : 'Theirs'}`);
    }
    for (const path of paths(other)) expect((await ask(own.owner, path)).status, path).toBe(404);
    // The id of a neighbour's record, asked of the own workspace.
    expect((await ask(own.owner, `/records/${other.item}?${at(own)}`)).status).toBe(404);
    await server.services.engine.consumers.caughtUp('search', own.tenantId);
    const { text } = await ask(own.owner, `/search?q=confidential&${at(own)}`);
    expect(JSON.parse(text).hits).toHaveLength(1);
  }
});

test('[DB27] a database that is down takes its workspaces away, and no other; whoever is in both sees both', async () => {
  const name = place.slice('database:'.length);
  const setOpen = (open: boolean) =>
    places.look('shared', async (owner) => {
      await owner.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${open}`);
      await owner.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
        name,
      ]);
    });
  await setOpen(false);
  const both = ours.owner;
  expect(await ask(both, `/records?type=work_item&workspace=${ours.slug}`)).toMatchObject({ status: 503 });
  expect(await ask(both, `/records?type=work_item&workspace=${shared.slug}`)).toMatchObject({ status: 200 });
  expect(await ask(shared.owner, `/records/${shared.item}?workspace=${shared.slug}`)).toMatchObject({
    status: 200,
  });
  const { status, text } = await ask(both, '/auth/me');
  expect(status).toBe(200);
  expect(
    JSON.parse(text)
      .workspaces.map(({ slug }: { slug: string }) => slug)
      .sort(),
  ).toEqual([ours.slug, shared.slug].sort());
  await setOpen(true);
  await expect
    .poll(async () => (await ask(both, `/records?type=work_item&workspace=${ours.slug}`)).status, {
      timeout: 20_000,
    })
    .toBe(200);
});
