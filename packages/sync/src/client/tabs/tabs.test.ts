import { createWorkItem, updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle, VirtualClock } from '../../shared/testing/virtual-clock.ts';
import type { Client, ClientOptions } from '../client.ts';
import { memoryStorage } from '../storage/memory-storage.ts';
import { clientFixture, type Fixture } from '../testing/client-fixture.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { FakeChannels, FakeLocks } from '../testing/fake-tabs.ts';

/** Several tabs of one person in one browser. Each has a server connection of its own. */
function browser(options: Partial<ClientOptions> = {}) {
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const storage = memoryStorage();
  const clock = new VirtualClock();
  const server = new FakeServer();
  let first: Fixture | undefined;
  let count = 0;
  return {
    server,
    clock,
    storage,
    async tab(more: Partial<ClientOptions> = {}) {
      const { tryLock, awaitLock, die } = locks.forTab();
      const clientId = `tab-${++count}`;
      const own = { ...options, tryLock, awaitLock, openChannel: channels.openChannel, clientId, ...more };
      const tab: Fixture = first
        ? await first.restart(own)
        : await clientFixture({ ...own, storage }, { server, clock });
      first ??= tab;
      return { ...tab, die };
    },
  };
}

function title(client: Client, id: string): unknown {
  return client.store.get(id)?.fields.title;
}

test('[OFF15] every tab shows what any of them has queued, with the same counts', async () => {
  const { tab } = browser({ isOnline: false });
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
  const { server, tab } = browser();
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
  const { server, tab, clock } = browser();
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
  const { tab } = browser({ isOnline: false });
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
