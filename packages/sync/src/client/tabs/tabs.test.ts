import { createWorkItem, updateWorkItem } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle } from '../../shared/testing/virtual-clock.ts';
import type { Client } from '../client.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';

function title(client: Client, id: string): unknown {
  return client.store.get(id)?.fields.title;
}

test('[OFF15] every tab shows what any of them has queued, with the same counts', async () => {
  const { tab } = fakeBrowser({ isOnline: false });
  const [one, two] = [await tab(), await tab()];
  const id = newId();
  one.client.send(createWorkItem(id, { project: one.projectId, title: 'From the first' }));
  await settle();
  expect(title(two.client, id)).toBe('From the first');
  const record = two.client.store.get(id);
  if (record) two.client.send(updateWorkItem(record, { set: { title: 'From the second' } }));
  await settle();
  expect(title(one.client, id)).toBe('From the second');
  for (const { client } of [one, two, await tab()]) {
    expect(client.status.get()).toMatchObject({ unsent: 2, saving: 0, attention: 0 });
    expect(client.push.get()).toEqual({ total: 2, done: 0 });
    expect(client.queue().map(({ tab }) => tab)).toEqual(['tab-1', 'tab-2']);
  }
  expect([one, two].map(({ client }) => client.status.get().isSender)).toEqual([true, false]);
});

test('[OFF15] a tab that may not send has its work sent, and its receipts climb', async () => {
  const { server, tab } = fakeBrowser();
  const one = await tab();
  // The fake server talks to one connection: the newest tab's must not be it.
  const two = await tab({ isOnline: false });
  const id = newId();
  const { receipt } = two.client.send(createWorkItem(id, { project: one.projectId, title: 'Sent for me' }));
  const steps: string[] = [receipt.state.get().step];
  receipt.state.subscribe(() => steps.push(receipt.state.get().step));
  await settle(200);
  expect(server.records.get(id)?.fields.title).toBe('Sent for me');
  expect(steps.slice(0, 4)).toEqual(['saving', 'saved', 'sent', 'committed']);
  expect(await receipt.done).toMatchObject({ kind: 'committed', version: 1 });
  expect(one.client.queue()).toEqual([]);
  // Offline, its own scopes do not show it yet: it stays on top.
  expect(title(two.client, id)).toBe('Sent for me');
  expect(two.client.status.get().unsent).toBe(0);
});

test('[OFF17] a sender that dies is followed at once by the next tab, under the same ids', async () => {
  const { server, tab, clock } = fakeBrowser();
  server.automatic = false;
  const one = await tab();
  const ids = [newId(), newId()];
  const sent = ids.map((id) => one.client.send(createWorkItem(id, { project: one.projectId, title: id })));
  await settle();
  expect(server.pending.map(({ id }) => id)).toEqual(sent.map(({ command }) => command.id));
  const two = await tab();
  one.die();
  server.automatic = true;
  server.pending.length = 0;
  await settle(200);
  await clock.advance(1_000);
  expect(two.client.status.get()).toMatchObject({ isSender: true, unsent: 0 });
  for (const id of ids) expect(server.log.filter(({ recordId }) => recordId === id)).toHaveLength(1);
});

test('[OFF17] a frozen sender lets another go on, and queues again when it thaws', async () => {
  const { tab } = fakeBrowser({ isOnline: false });
  const [one, two] = [await tab(), await tab()];
  one.client.setFrozen(true);
  await settle();
  expect([one, two].map(({ client }) => client.status.get().isSender)).toEqual([false, true]);
  one.client.setFrozen(false);
  await settle();
  two.client.setFrozen(true);
  await settle();
  expect([one, two].map(({ client }) => client.status.get().isSender)).toEqual([true, false]);
});

test('[OFF17] a sender that gives no sign loses its place to a tab that could send', async () => {
  const { server, tab, clock } = fakeBrowser();
  const one = await tab({ isOnline: false });
  const two = await tab({ isOnline: true });
  const id = newId();
  two.client.send(createWorkItem(id, { project: one.projectId, title: 'Waits' }));
  await settle(100);
  expect(server.log.some(({ recordId }) => recordId === id)).toBe(false);
  // Offline, the first one makes way as soon as it is asked.
  await clock.advance(12_000);
  expect([one, two].map(({ client }) => client.status.get().isSender)).toEqual([false, true]);
  expect(server.log.filter(({ recordId }) => recordId === id)).toHaveLength(1);
});

test('[OFF18] what a tab takes back that was never sent is gone in all of them', async () => {
  const { server, tab } = fakeBrowser({ isOnline: false });
  const [one, two] = [await tab(), await tab()];
  const id = newId();
  two.client.send(createWorkItem(id, { project: one.projectId, title: 'Not this' }));
  await settle();
  expect(title(one.client, id)).toBe('Not this');
  two.client.undo();
  expect(title(two.client, id)).toBeUndefined();
  await settle();
  expect(title(one.client, id)).toBeUndefined();
  for (const { client } of [one, two, await tab()]) {
    expect(client.queue()).toEqual([]);
    expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
  }
  expect(server.seen('command')).toEqual([]);
});

test('[OFF18] taken back too late it is undone in the log', async () => {
  const { server, tab } = fakeBrowser();
  server.automatic = false;
  const one = await tab();
  const two = await tab({ isOnline: false });
  const id = newId();
  two.client.send(createWorkItem(id, { project: one.projectId, title: 'Sent' }));
  await settle(60);
  expect(server.pending).toHaveLength(1);
  two.client.undo();
  await settle(60);
  while (server.pending.length > 0) {
    server.answer();
    await settle(60);
  }
  expect(server.records.get(id)?.deletedAt).not.toBeNull();
  for (const { client } of [one, two]) expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
});

test('[OFF18] a retry and an edit by any tab take the place of what was refused', async () => {
  const { server, tab } = fakeBrowser();
  server.automatic = false;
  const one = await tab();
  const two = await tab({ isOnline: false });
  const [parent, child] = [newId(), newId()];
  const first = two.client.send(createWorkItem(parent, { project: one.projectId, title: 'P', type: 'epic' }));
  two.client.send(createWorkItem(child, { project: one.projectId, title: 'C', parent }));
  await settle(60);
  const refusal = { code: 'FORBIDDEN' as const, message: 'No.' };
  server.answer({ kind: 'refused', commandId: first.command.id, refusal });
  await settle(60);
  for (const { client } of [one, two]) {
    expect(client.attention.list()).toMatchObject([{ refusal, holds: [{ recordId: child }] }]);
  }
  expect(two.events).toMatchObject([{ kind: 'refused' }]);
  expect(one.events).toEqual([]);
  const draft = createWorkItem(parent, { project: one.projectId, title: 'Edited', type: 'epic' });
  const again = two.client.attention.edit(first.command.id, draft);
  expect(title(two.client, parent)).toBe('Edited');
  expect(two.client.attention.edit(first.command.id, draft)).toBeUndefined();
  await settle(60);
  server.automatic = true;
  server.answer();
  await settle(200);
  expect(again?.receipt.state.get().step).toBe('committed');
  expect(server.records.get(child)?.fields.parent).toBe(parent);
  expect(title(one.client, parent)).toBe('Edited');
  for (const { client } of [one, two]) expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
});

test('[OFF18] what was asked of a sender that died is asked of the next', async () => {
  const { tab } = fakeBrowser({ isOnline: false });
  const [one, two] = [await tab(), await tab()];
  const ids = [newId(), newId()];
  for (const id of ids) one.client.send(createWorkItem(id, { project: one.projectId, title: id }));
  await settle();
  const [first] = two.client.queue();
  // It is there and does not answer any more.
  one.client.setFrozen(true);
  two.client.attention.drop(first?.command.id ?? '');
  await settle();
  expect(two.client.status.get()).toMatchObject({ isSender: true, unsent: 1 });
  expect((await tab()).client.queue().map(({ command }) => command.recordId)).toEqual([ids[1]]);
});

test('[OFF19] the tab that sends keeps what the others look at, and leaves it to whoever takes over', async () => {
  const { server, storage, tab, clock } = fakeBrowser();
  const one = await tab();
  const two = await tab();
  const elsewhere = `record:${newId()}`;
  server.records.set(elsewhere.slice(7), recordOf(elsewhere.slice(7), one.projectId));
  two.client.subscribe(elsewhere);
  await settle(200);
  expect([...(await storage.load()).positions.keys()].sort()).toContain(elsewhere);
  one.die();
  one.client.setFrozen(true);
  await settle(200);
  expect(two.client.status.get().isSender).toBe(true);
  const id = newId();
  two.client.send(createWorkItem(id, { project: one.projectId, title: 'Kept by the second' }));
  await clock.advance(1_000);
  const stored = await storage.load();
  expect(stored.records.find((record) => record.id === id)).toEqual(server.records.get(id));
  expect(stored.positions.get(elsewhere)).toBeGreaterThan(0);
});

test('[OFF82] every tab tells how far the push is since the queue was empty last', async () => {
  const { server, tab } = fakeBrowser();
  server.automatic = false;
  const one = await tab();
  const two = await tab({ isOnline: false });
  for (let at = 0; at < 3; at++) {
    two.client.send(createWorkItem(newId(), { project: one.projectId, title: `${at}` }));
  }
  await settle(60);
  server.answer();
  await settle(60);
  for (const { client } of [one, two]) expect(client.push.get()).toEqual({ total: 3, done: 1 });
  expect((await tab({ isOnline: false })).client.push.get()).toEqual({ total: 3, done: 1 });
  server.answer();
  server.answer();
  await settle(60);
  for (const { client } of [one, two]) expect(client.push.get()).toEqual({ total: 0, done: 0 });
});

function recordOf(id: string, project: string): RecordState {
  const at = new Date(0).toISOString();
  const by = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id, deletedAt: null };
  return {
    id,
    type: 'work_item',
    version: 1,
    fields: { project, title: 'Elsewhere' },
    fieldVersions: {},
    ...by,
  };
}

test('[OFF19] where tabs cannot be told apart by locks, none keeps confirmed records; the queue is kept all the same', async () => {
  const { tab, storage } = fakeBrowser();
  const lockless = { tryLock: undefined, awaitLock: undefined } as unknown as object;
  const one = await tab(lockless);
  await tab(lockless);
  one.client.send(createWorkItem(newId(), { project: one.projectId, title: 'Over plain http' }));
  await settle(200);
  expect((await storage.load()).records).toEqual([]);
  expect(one.client.store.select({ type: 'work_item' })).toHaveLength(1);
});
