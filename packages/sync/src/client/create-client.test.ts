import { createProject, createWorkItem, projectScope, updateWorkItem, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle, VirtualClock } from '../shared/testing/virtual-clock.ts';
import { createClient } from './create-client.ts';
import { memoryStorage } from './storage/memory-storage.ts';
import { FakeServer } from './testing/fake-server.ts';

function setUp(server = new FakeServer(), storage = memoryStorage()) {
  const clock = new VirtualClock();
  const client = createClient({
    url: 'http://atrium.test',
    tenantId: server.tenantId,
    personId: server.personId,
    clientId: newId(),
    storage,
    clock,
    random: () => 0.5,
    openSocket: server.openSocket,
    fetch: server.fetch,
  });
  return { server, clock, client, storage };
}

const projectId = newId();

async function live() {
  const context = setUp();
  const { server, client } = context;
  server.commit({ ...createProject(projectId, { key: 'ATR', name: 'Atrium' }) });
  const workspace = client.subscribe(WORKSPACE_SCOPE);
  const project = client.subscribe(projectScope(projectId));
  await fetched();
  return { ...context, workspace, project };
}

/** Responses are read through streams, which take real turns. */
async function fetched() {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    await settle();
  }
}

test('a command is shown at once, committed, and confirmed', async () => {
  const { client, server, workspace } = await live();
  expect(client.status.get().connection).toBe('live');
  expect(workspace.status.get()).toEqual({ kind: 'ready' });
  server.automatic = false;
  const id = newId();
  const sent = client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  expect(client.store.get(id)).toMatchObject({ version: 0, fields: { title: 'First' } });
  expect(client.store.select({ type: 'work_item', where: { project: projectId } })).toHaveLength(1);
  await settle();
  expect(sent.receipt.state.get()).toEqual({ step: 'sent' });
  server.answer();
  await settle();
  expect(sent.receipt.state.get()).toMatchObject({ step: 'visible' });
  expect(await sent.receipt.done).toMatchObject({ kind: 'committed', version: 1 });
  expect(client.store.get(id)).toEqual(server.records.get(id));
  expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
});

test('a change made before the create was acked names its own versions', async () => {
  const { client, server } = await live();
  server.automatic = false;
  const id = newId();
  client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  const created = client.store.get(id);
  if (!created) throw new Error('not shown');
  client.send(updateWorkItem(created, { set: { title: 'Second' } }));
  expect(client.store.get(id)?.fields.title).toBe('Second');
  expect(server.pending).toHaveLength(1);
  server.answer();
  await settle();
  expect(server.pending[0]).toMatchObject({ baseVersion: 0, ownVersions: [1] });
  server.answer();
  await settle();
  expect(client.store.get(id)).toEqual(server.records.get(id));
  expect(client.store.get(id)?.fields.title).toBe('Second');
});
