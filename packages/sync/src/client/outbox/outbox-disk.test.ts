import { createWorkItem, updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { settle } from '../../shared/testing/virtual-clock.ts';
import { clientFixture } from '../testing/client-fixture.ts';
import { failingStorage } from '../testing/failing-storage.ts';
import { fakeBrowser } from '../testing/fake-browser.ts';

test('[OFF80] a change counts as saved only once the disk has it', async () => {
  const storage = failingStorage();
  const { client, clock, projectId, restart } = await clientFixture({ storage });
  client.setOnline(false);
  expect(client.status.get()).toMatchObject({ storage: 'device', saving: 0 });
  storage.isFull = true;
  const { receipt } = client.send(createWorkItem(newId(), { project: projectId, title: 'No room' }));
  await settle();
  expect(receipt.state.get()).toEqual({ step: 'saving' });
  expect(client.status.get()).toMatchObject({
    unsent: 1,
    saving: 1,
    storage: 'memory',
    lastError: { code: 'STORAGE' },
  });
  expect(client.exportQueue().changes).toMatchObject([{ isKept: false, state: { kind: 'waiting' } }]);
  storage.isFull = false;
  await clock.advance(5_000);
  expect(receipt.state.get()).toEqual({ step: 'saved' });
  expect(client.status.get()).toMatchObject({ unsent: 1, saving: 0, storage: 'device' });
  expect(client.status.get().lastError).toBeUndefined();
  const next = await restart({ isOnline: false });
  expect(next.client.queue()).toHaveLength(1);
});

test('[OFF80] what a full disk does not take is sent all the same, and by another tab too', async () => {
  const storage = failingStorage();
  const { server, tab } = fakeBrowser({ storage });
  const one = await tab();
  const two = await tab({ isOnline: false });
  storage.isFull = true;
  const id = newId();
  const { receipt } = two.client.send(createWorkItem(id, { project: one.projectId, title: 'In hand' }));
  const record = two.client.store.get(id);
  if (record) two.client.send(updateWorkItem(record, { set: { title: 'Still in hand' } }));
  await settle(300);
  expect(server.records.get(id)?.fields.title).toBe('Still in hand');
  expect(await receipt.done).toMatchObject({ kind: 'committed' });
  expect(two.client.status.get().unsent).toBe(0);
});

test('[OFF80] a sender that dies takes nothing along that only another tab has in hand', async () => {
  const storage = failingStorage();
  const { server, tab } = fakeBrowser({ storage });
  server.automatic = false;
  const one = await tab();
  const two = await tab();
  storage.isFull = true;
  const id = newId();
  two.client.send(createWorkItem(id, { project: one.projectId, title: 'In hand' }));
  await settle(60);
  one.die();
  one.client.setFrozen(true);
  server.pending.length = 0;
  server.automatic = true;
  await settle(300);
  expect(server.log.filter(({ recordId }) => recordId === id)).toHaveLength(1);
});

test('[OFF80] without a disk the app works, and says that nothing is kept', async () => {
  const storage = failingStorage();
  storage.isLocked = true;
  const { client, server, projectId } = await clientFixture({ storage });
  expect(client.status.get().lastError?.code).toBe('STORAGE');
  const id = newId();
  client.send(createWorkItem(id, { project: projectId, title: 'Only here' }));
  await settle(100);
  expect(server.records.get(id)?.fields.title).toBe('Only here');
  expect(client.store.get(id)).toEqual(server.records.get(id));
});
