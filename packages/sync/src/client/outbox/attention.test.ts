import { createWorkItem, updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle } from '../../shared/testing/virtual-clock.ts';
import { clientFixture } from '../testing/client-fixture.ts';

test.each(['FORBIDDEN', 'NOT_FOUND'] as const)(
  '[OFF81] %s at replay leaves a draft that can be read, exported and retried, also when the record is withdrawn',
  async (code) => {
    const { client, server, projectId, restart } = await clientFixture();
    const id = newId();
    client.send(createWorkItem(id, { project: projectId, title: 'Shared', description: 'x'.repeat(300) }));
    await settle(100);
    const record = client.store.get(id);
    if (!record) throw new Error('not shown');
    server.automatic = false;
    const { command } = client.send(updateWorkItem(record, { set: { title: 'Mine' } }));
    const refusal = { code, message: 'Not you.' };
    server.answer({ kind: 'refused', commandId: command.id, refusal });
    server.send({ kind: 'withdrawn', scope: `project:${projectId}`, reason: 'rights' });
    await settle(100);
    expect(client.store.get(id)).toBeUndefined();
    await client.close();
    const { client: next } = await restart({ isOnline: false });
    const base = { type: 'work_item', version: 1, fields: { title: 'Shared' } };
    expect(next.attention.list()).toMatchObject([{ command: { id: command.id }, refusal, base }]);
    expect(next.attention.list()[0]?.base?.fields.description).toBeUndefined();
    expect(next.exportQueue()).toMatchObject({
      workspace: server.tenantId,
      changes: [
        { command: { input: command.input }, state: { kind: 'refused', refusal }, isKept: true, base },
      ],
    });
    const again = next.attention.retry(command.id);
    expect(again?.command).toMatchObject({ recordId: id, baseVersion: 1, input: command.input });
    expect(next.status.get()).toMatchObject({ unsent: 1, attention: 0 });
  },
);

test('[OFF83] a command that the store cannot bear ends in attention, the others go on', async () => {
  const { client, server, projectId, clock } = await clientFixture();
  server.automatic = false;
  const poison = client.send(createWorkItem(newId(), { project: projectId, title: 'Poison' }));
  for (let round = 0; round < 40 && client.attention.list().length === 0; round++) {
    client.send(createWorkItem(newId(), { project: projectId, title: `${round}` }));
    while (server.pending.length > 0) {
      const [command] = server.pending;
      const refusal = { code: 'UNAVAILABLE' as const, message: 'Later.' };
      if (command?.id !== poison.command.id) server.answer();
      else server.answer({ kind: 'refused', commandId: command.id, refusal });
    }
    await clock.advance(40_000);
  }
  expect(client.attention.list()).toMatchObject([{ command: { id: poison.command.id } }]);
  expect(client.status.get()).toMatchObject({ unsent: 0, attention: 1 });
});

test('[OFF83] while the store is away for all, nothing is blamed', async () => {
  const { client, server, projectId, clock } = await clientFixture();
  server.automatic = false;
  for (let at = 0; at < 3; at++) {
    client.send(createWorkItem(newId(), { project: projectId, title: `${at}` }));
  }
  for (let round = 0; round < 30; round++) {
    const refusal = { code: 'UNAVAILABLE' as const, message: 'Later.' };
    while (server.pending[0]) server.answer({ kind: 'refused', commandId: server.pending[0].id, refusal });
    await clock.advance(40_000);
  }
  expect(client.attention.list()).toEqual([]);
  server.automatic = true;
  if (server.pending.length > 0) server.answer();
  await clock.advance(40_000);
  expect(client.status.get()).toMatchObject({ unsent: 0, attention: 0 });
});
