import { createWorkItem, deleteWorkItem, updateWorkItem } from '@atrium/model';
import { type Command, newId, type Outcome } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle } from '../../shared/testing/virtual-clock.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { Fetch } from '../ports.ts';
import { clientFixture, type Fixture } from '../testing/client-fixture.ts';
import { FakeChannels, FakeLocks } from '../testing/fake-tabs.ts';
import { type Drained, drainOutbox } from './drain-outbox.ts';

type Answer = (command: Command) => Outcome;

/** A tab that went away with work in its outbox, and a server that answers batches. */
async function queued(issue: (fixture: Fixture) => void) {
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const lock = locks.forTab();
  const { openChannel } = channels;
  const fixture = await clientFixture({ ...lock, openChannel });
  fixture.client.setOnline(false);
  issue(fixture);
  await settle();
  const batches: Command[][] = [];
  const versions = new Map<string, number>();
  const commit: Answer = ({ recordId }) => {
    const version = (versions.get(recordId) ?? 0) + 1;
    versions.set(recordId, version);
    return { kind: 'committed', firstPosition: 9, lastPosition: 9, version };
  };
  const server = { status: 200, answer: commit };
  const fetch: Fetch = async (url, init) => {
    expect(url).toBe('http://atrium.test/api/v1/sync');
    const { commands, workspace, person } = JSON.parse(init.body ?? '') as {
      commands: Command[];
      workspace: string;
      person: string;
    };
    expect([workspace, person]).toEqual([fixture.server.tenantId, fixture.server.personId]);
    if (server.status !== 200) return response(server.status, {});
    batches.push(commands);
    const outcomes = commands.map((command) => ({ commandId: command.id, outcome: server.answer(command) }));
    return response(200, { outcomes });
  };
  const drain = (more: Partial<Parameters<typeof drainOutbox>[0]> = {}): Promise<Drained> =>
    drainOutbox({
      storage: fixture.storage,
      fetch,
      url: 'http://atrium.test',
      tenantId: fixture.server.tenantId,
      personId: fixture.server.personId,
      tryLock: locks.forTab().tryLock,
      openChannel,
      ...more,
    });
  const rows = async () => (await fixture.storage.loadOutbox()) as unknown as OutboxEntry[];
  return { fixture, server, batches, commit, drain, rows, leave: () => lock.die(), locks, openChannel };
}

function response(status: number, body: object) {
  const chunks = [new TextEncoder().encode(JSON.stringify(body))];
  const read = async () => {
    const value = chunks.shift();
    return value ? { done: false, value } : { done: true };
  };
  return { status, ok: status === 200, body: { getReader: () => ({ read }) } };
}

function family({ client, projectId }: Fixture, parent = newId(), child = newId(), other = newId()): void {
  client.send(createWorkItem(parent, { project: projectId, title: 'Parent', type: 'epic' }));
  client.send(createWorkItem(child, { project: projectId, title: 'Child', parent }));
  client.send(createWorkItem(other, { project: projectId, title: 'Other' }));
  const record = client.store.get(parent);
  if (record) client.send(updateWorkItem(record, { set: { title: 'Renamed' } }));
}

test('[OFF84] without a tab the outbox is drained under its own ids, in rounds of what may go', async () => {
  const { fixture, batches, drain, rows, leave } = await queued(family);
  const [parent, child, other, rename] = fixture.client.queue().map(({ command }) => command.id);
  leave();
  expect(await drain()).toEqual({ kind: 'drained', committed: 4, refused: 0, left: 0 });
  expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([
    [parent, other],
    [child, rename],
  ]);
  expect(batches[1]?.[1]?.ownVersions).toEqual([1]);
  expect((await rows()).map(({ state }) => state.kind)).toEqual(Array(4).fill('committed'));
});

test('[OFF84] a tab that is there sends by itself', async () => {
  const { batches, drain } = await queued(family);
  expect(await drain()).toMatchObject({ kind: 'tab' });
  expect(batches).toEqual([]);
});

test('[OFF84] a tab that opens meanwhile shows what became of its work, and sends nothing again', async () => {
  const { fixture, drain, leave, locks, openChannel } = await queued(family);
  const { client } = await fixture.restart({
    ...locks.forTab(),
    openChannel,
    clientId: 'later',
    isOnline: false,
  });
  const receipts = client.queue().map(({ command }) => client.receipt(command.id));
  // Nobody but the worker has the lock.
  client.setFrozen(true);
  leave();
  expect(await drain()).toMatchObject({ committed: 4 });
  await settle();
  expect(receipts.map((receipt) => receipt?.state.get().step)).toEqual(Array(4).fill('committed'));
  expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
  expect(fixture.server.seen('command')).toEqual([]);
});

test('[OFF84] a refusal is kept with what it holds, and the rest goes on', async () => {
  const { fixture, server, commit, drain, rows, leave } = await queued(family);
  const [parent] = fixture.client.queue();
  leave();
  server.answer = (command) =>
    command.id === parent?.command.id
      ? { kind: 'refused', refusal: { code: 'FORBIDDEN', message: 'No.' } }
      : commit(command);
  expect(await drain()).toEqual({ kind: 'drained', committed: 1, refused: 1, left: 0 });
  expect((await rows()).map(({ state }) => state.kind)).toEqual(['refused', 'held', 'committed', 'held']);
});

test('[OFF84] without a session, a server or an answer all stays for another time', async () => {
  const { server, drain, rows, leave } = await queued(family);
  leave();
  server.status = 401;
  expect(await drain()).toEqual({ kind: 'signedOut', committed: 0, refused: 0, left: 4 });
  server.status = 503;
  expect(await drain()).toMatchObject({ kind: 'later', left: 4 });
  const fetch: Fetch = () => Promise.reject(new Error('No network'));
  expect(await drain({ fetch })).toMatchObject({ kind: 'later', left: 4 });
  server.status = 200;
  server.answer = () => ({ kind: 'refused', refusal: { code: 'UNAVAILABLE', message: 'Later.' } });
  expect(await drain()).toMatchObject({ kind: 'later', left: 4 });
  expect((await rows()).map(({ state }) => state.kind)).toEqual(Array(4).fill('waiting'));
});

test('[OFF84] a command that a batch breaks over is found, and holds only what builds on it', async () => {
  const { fixture, server, batches, drain, rows, leave } = await queued(family);
  const poison = fixture.client.queue()[2]?.command.id;
  leave();
  const fetch: Fetch = async (url, init) => {
    const { commands } = JSON.parse(init.body ?? '') as { commands: Command[] };
    if (commands.some(({ id }) => id === poison)) return response(400, {});
    batches.push(commands);
    const outcomes = commands.map((command) => ({ commandId: command.id, outcome: server.answer(command) }));
    expect(url).toContain('/api/v1/sync');
    return response(200, { outcomes });
  };
  expect(await drain({ fetch })).toEqual({ kind: 'drained', committed: 3, refused: 1, left: 0 });
  expect((await rows()).map(({ state }) => state.kind)).toEqual([
    'committed',
    'committed',
    'refused',
    'committed',
  ]);
});

test('[OFF84] what a person has asked to give up is left to a tab', async () => {
  const { fixture, batches, drain, leave, locks, openChannel } = await queued(family);
  const { client } = await fixture.restart({
    ...locks.forTab(),
    openChannel,
    clientId: 'two',
    isOnline: false,
  });
  const id = newId();
  client.send(createWorkItem(id, { project: fixture.projectId, title: 'Unwanted' }));
  await settle();
  // The sender is gone before it could grant it; the worker is there before the next tab.
  const { client: gone } = fixture;
  gone.setFrozen(false);
  const record = client.store.get(id);
  if (record) client.send(deleteWorkItem(record));
  leave();
  client.setFrozen(true);
  client.undo();
  client.undo();
  await settle();
  expect(await drain()).toMatchObject({ kind: 'drained', committed: 4 });
  expect(batches.flat().some(({ recordId }) => recordId === id)).toBe(false);
});
