import { createWorkItem, deleteWorkItem, moveWorkItem, updateWorkItem } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle } from '../shared/testing/virtual-clock.ts';
import type { Client } from './client.ts';
import { clientFixture } from './testing/client-fixture.ts';

function visible(client: Client, id: string): RecordState {
  const record = client.store.get(id);
  if (!record) throw new Error('The record is not shown');
  return record;
}

test('[OFF20] [OFF38] a command is shown at once and climbs: sent, committed, visible', async () => {
  const { client, server, projectId } = await clientFixture();
  server.automatic = false;
  const id = newId();
  const { receipt } = client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  expect(client.store.get(id)).toMatchObject({ version: 0, fields: { title: 'First' } });
  expect(client.store.select({ type: 'work_item', where: { project: projectId } })).toHaveLength(1);
  await settle();
  expect(receipt.state.get()).toEqual({ step: 'sent' });
  const command = server.pending.shift();
  if (!command) throw new Error('not sent');
  server.send({ kind: 'received', commandId: command.id });
  expect(receipt.state.get()).toEqual({ step: 'received' });
  const position = server.position + 1;
  server.send({
    kind: 'ack',
    commandId: command.id,
    firstPosition: position,
    lastPosition: position,
    version: 1,
  });
  expect(receipt.state.get()).toEqual({ step: 'committed', position, version: 1 });
  expect(client.status.get().unsent).toBe(0);
  server.commit({ ...command });
  server.tell();
  expect(receipt.state.get()).toMatchObject({ step: 'visible' });
  expect(await receipt.done).toMatchObject({ kind: 'committed', version: 1 });
  expect(client.store.get(id)).toEqual(server.records.get(id));
});

test('[OFF30] [OFF35] one command per record is under way, and the next names its own versions', async () => {
  const { client, server, projectId } = await clientFixture();
  server.automatic = false;
  const id = newId();
  client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  client.send(updateWorkItem(visible(client, id), { set: { title: 'Second' } }));
  expect(visible(client, id).fields.title).toBe('Second');
  expect(server.pending).toHaveLength(1);
  server.answer();
  await settle();
  expect(server.pending).toMatchObject([{ baseVersion: 0, ownVersions: [1] }]);
  server.answer();
  await settle();
  expect(client.store.get(id)).toEqual(server.records.get(id));
  expect(visible(client, id).fields.title).toBe('Second');
});

test('[OFF21] a refused command leaves the visible state as if it had never been issued', async () => {
  const { client, server, projectId, events } = await clientFixture();
  const id = newId();
  client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  await settle();
  const before = visible(client, id);
  server.automatic = false;
  const { command, receipt } = client.send(updateWorkItem(before, { set: { title: 'Second' } }));
  expect(visible(client, id).fields.title).toBe('Second');
  const refusal = { code: 'FORBIDDEN' as const, message: 'No.' };
  server.pending.shift();
  server.send({ kind: 'refused', commandId: command.id, refusal });
  expect(visible(client, id)).toEqual(before);
  expect(await receipt.done).toEqual({ kind: 'refused', refusal });
  expect(events).toEqual([{ kind: 'refused', command, refusal }]);
  expect(client.attention.list()).toMatchObject([{ command: { id: command.id }, refusal, holds: [] }]);
  expect(client.status.get()).toMatchObject({ unsent: 0, attention: 1 });
});

test('[OFF23] what surely cannot be done is refused here and never sent', async () => {
  const { client, server, projectId } = await clientFixture();
  const sent = client.send(createWorkItem(newId(), { project: projectId, title: '' }));
  expect(sent.receipt.state.get()).toMatchObject({ step: 'refused', refusal: { code: 'INVALID_INPUT' } });
  expect(client.queue()).toEqual([]);
  await settle();
  expect(server.seen('command')).toEqual([]);
});

test('[OFF23] what this client cannot judge is sent without being shown', async () => {
  const { client, server } = await clientFixture();
  const elsewhere = { id: newId(), version: 3 };
  const { receipt } = client.send(moveWorkItem(elsewhere, { status: 'done' }));
  expect(client.store.get(elsewhere.id)).toBeUndefined();
  await settle();
  expect(server.seen('command')).toHaveLength(1);
  expect(await receipt.done).toMatchObject({ kind: 'refused', refusal: { code: 'NOT_FOUND' } });
});

test('[OFF32] a refusal holds only what builds on it', async () => {
  const { client, server, projectId } = await clientFixture();
  server.automatic = false;
  const parent = newId();
  const child = newId();
  const other = newId();
  const first = client.send(createWorkItem(parent, { project: projectId, title: 'Epic', type: 'epic' }));
  const second = client.send(createWorkItem(child, { project: projectId, title: 'Task', parent }));
  const third = client.send(createWorkItem(other, { project: projectId, title: 'Other' }));
  expect(server.pending.map(({ recordId }) => recordId)).toEqual([parent, other]);
  const refusal = { code: 'LIMIT_EXCEEDED' as const, message: 'Enough.' };
  server.pending.shift();
  server.send({ kind: 'refused', commandId: first.command.id, refusal });
  expect(second.receipt.state.get()).toEqual({ step: 'held', because: first.command.id });
  expect(client.store.get(child)).toBeUndefined();
  expect(client.store.get(other)).toBeDefined();
  server.answer();
  await settle();
  expect(third.receipt.state.get().step).toBe('visible');
  expect(client.attention.list()).toMatchObject([{ holds: [{ id: second.command.id }] }]);
});

test('[OFF36] retried, a refused command goes under a new id and its dependents follow', async () => {
  const { client, server, projectId } = await clientFixture();
  server.automatic = false;
  const parent = newId();
  const child = newId();
  const first = client.send(createWorkItem(parent, { project: projectId, title: 'Epic', type: 'epic' }));
  client.send(createWorkItem(child, { project: projectId, title: 'Task', parent }));
  server.answer({
    kind: 'refused',
    commandId: first.command.id,
    refusal: { code: 'LIMIT_EXCEEDED', message: 'Enough.' },
  });
  const again = client.attention.retry(first.command.id);
  expect(again?.command.id).not.toBe(first.command.id);
  expect(visible(client, child).fields.parent).toBe(parent);
  server.automatic = true;
  server.answer();
  await settle(200);
  expect(client.store.get(child)).toEqual(server.records.get(child));
  expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
});

test('[OFF36] dropped, a refused command goes with what it holds', async () => {
  const { client, server, projectId, storage } = await clientFixture();
  server.automatic = false;
  const parent = newId();
  const first = client.send(createWorkItem(parent, { project: projectId, title: 'Epic', type: 'epic' }));
  const second = client.send(createWorkItem(newId(), { project: projectId, title: 'Task', parent }));
  const refusal = { code: 'LIMIT_EXCEEDED' as const, message: 'Enough.' };
  server.answer({ kind: 'refused', commandId: first.command.id, refusal });
  expect(client.attention.drop(first.command.id)).toEqual([first.command.id, second.command.id]);
  expect(second.receipt.state.get()).toEqual({ step: 'dropped' });
  await settle();
  expect((await storage.load()).outbox).toEqual([]);
  expect(client.queue()).toEqual([]);
});

test('[OFF33] a lost ack is answered by sending the same id again', async () => {
  const { client, server, projectId, clock } = await clientFixture();
  server.automatic = false;
  const id = newId();
  const { command, receipt } = client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  server.hangUp(1006);
  expect(client.status.get().connection).toBe('waiting');
  server.automatic = true;
  await clock.advance(1_000);
  expect(server.seen('command').map((frame) => frame.command.id)).toEqual([command.id, command.id]);
  expect(receipt.state.get().step).toBe('visible');
});

test('[OFF34] UNAVAILABLE is tried again under the same id after a while', async () => {
  const { client, server, projectId, clock } = await clientFixture();
  server.automatic = false;
  const { command, receipt } = client.send(createWorkItem(newId(), { project: projectId, title: 'First' }));
  server.answer({
    kind: 'refused',
    commandId: command.id,
    refusal: { code: 'UNAVAILABLE', message: 'Later.' },
  });
  expect(client.attention.list()).toEqual([]);
  expect(server.pending).toEqual([]);
  await clock.advance(1_000);
  expect(server.pending.map(({ id }) => id)).toEqual([command.id]);
  server.answer();
  expect(receipt.state.get().step).toBe('visible');
});

test('[OFF37] a command that keeps breaking the connection ends in attention, the others go on', async () => {
  const { client, server, projectId, clock } = await clientFixture();
  server.automatic = false;
  const poison = client.send(createWorkItem(newId(), { project: projectId, title: 'Poison' }));
  const sound = client.send(createWorkItem(newId(), { project: projectId, title: 'Sound' }));
  for (let attempt = 0; attempt < 20 && sound.receipt.state.get().step !== 'visible'; attempt++) {
    const [command] = server.pending;
    if (command?.id === poison.command.id) {
      server.pending.length = 0;
      server.hangUp(4413);
    } else if (command) server.answer();
    await clock.advance(20_000);
  }
  expect(sound.receipt.state.get().step).toBe('visible');
  expect(client.attention.list().map(({ command }) => command.id)).toEqual([poison.command.id]);
});

test('[OFF13] what was queued offline is sent after a restart, in order and once', async () => {
  const offline = await clientFixture();
  const { server, clock, projectId } = offline;
  offline.client.setOnline(false);
  const id = newId();
  offline.client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  offline.client.send(updateWorkItem(visible(offline.client, id), { set: { title: 'Second' } }));
  expect(offline.client.status.get()).toMatchObject({ connection: 'offline', unsent: 2 });
  await offline.client.close();
  const { client } = await offline.restart({ isOnline: false });
  expect(visible(client, id).fields.title).toBe('Second');
  expect(server.seen('command')).toEqual([]);
  client.setOnline(true);
  await clock.advance(1_000);
  expect(client.store.get(id)).toEqual(server.records.get(id));
  expect(server.log.filter((event) => event.recordId === id)).toHaveLength(2);
  expect(client.queue()).toEqual([]);
});

test('[OFF4] a queue is not sent when someone else has signed in', async () => {
  const first = await clientFixture();
  first.client.setOnline(false);
  first.client.send(createWorkItem(newId(), { project: first.projectId, title: 'Mine' }));
  const { server } = first;
  Object.defineProperty(server, 'personId', { value: newId() });
  first.client.setOnline(true);
  await settle(100);
  expect(first.client.status.get()).toMatchObject({
    connection: 'unauthenticated',
    unsent: 1,
    lastError: { code: 'OTHER_PERSON' },
  });
  expect(server.seen('command')).toEqual([]);
});

test('[OFF60] undo takes back the newest step, redo does it again, and a new command ends redo', async () => {
  const { client, server, projectId } = await clientFixture();
  const id = newId();
  client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  await settle();
  client.send(updateWorkItem(visible(client, id), { set: { title: 'Second' } }));
  await settle();
  client.undo();
  expect(visible(client, id).fields.title).toBe('First');
  await settle();
  expect(client.store.get(id)).toEqual(server.records.get(id));
  client.redo();
  await settle();
  expect(server.records.get(id)?.fields.title).toBe('Second');
  client.undo();
  await settle();
  client.send(updateWorkItem(visible(client, id), { set: { title: 'Third' } }));
  expect(client.undoDepth.get()).toEqual({ undo: 2, redo: 0 });
  expect(client.redo()).toBeUndefined();
});

test('[OFF61] commands of one cause are undone together, newest first', async () => {
  const { client, server, projectId } = await clientFixture();
  const ids = [newId(), newId()];
  for (const id of ids) client.send(createWorkItem(id, { project: projectId, title: id }));
  await settle();
  for (const id of ids) client.send(deleteWorkItem(visible(client, id)), { cause: 'bulk:1' });
  await settle();
  const sent = client.undo() ?? [];
  expect(sent.map(({ command }) => command.recordId)).toEqual([...ids].reverse());
  expect(new Set(sent.map(({ command }) => command.cause)).size).toBe(1);
  await settle(100);
  for (const id of ids) expect(server.records.get(id)?.deletedAt).toBeNull();
});

test('[OFF61] a step in the middle can be taken back by any of its commands', async () => {
  const { client, server, projectId } = await clientFixture();
  const ids = [newId(), newId(), newId()];
  const sent = ids.map((id) => client.send(createWorkItem(id, { project: projectId, title: id })));
  await settle(100);
  client.undo(sent[1]?.command.id);
  await settle();
  expect(ids.map((id) => server.records.get(id)?.deletedAt === null)).toEqual([true, false, true]);
  expect(client.undo(sent[1]?.command.id)).toBeUndefined();
});

test('[OFF62] undoing what was never sent takes it out of the queue', async () => {
  const { client, server, projectId } = await clientFixture();
  client.setOnline(false);
  const id = newId();
  client.send(createWorkItem(id, { project: projectId, title: 'First' }));
  client.undo();
  expect(client.store.get(id)).toBeUndefined();
  expect(client.queue()).toEqual([]);
  expect(server.seen('command')).toEqual([]);
});
