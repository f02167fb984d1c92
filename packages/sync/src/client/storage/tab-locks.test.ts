import { createWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import type { TryLock } from '../ports.ts';
import { clientFixture } from '../testing/client-fixture.ts';

function sharedLocks(): TryLock {
  const held = new Set<string>();
  return async (name) => {
    if (held.has(name)) return undefined;
    held.add(name);
    return { release: () => void held.delete(name) };
  };
}

test('[OFF15] a living tab keeps its queue to itself, a dead one leaves it to the next', async () => {
  const tryLock = sharedLocks();
  const first = await clientFixture({ tryLock, clientId: 'tab-1' });
  first.client.setOnline(false);
  const id = newId();
  first.client.send(createWorkItem(id, { project: first.projectId, title: 'From the first tab' }));
  const second = await first.restart({ clientId: 'tab-2', isOnline: false });
  expect(second.client.queue()).toEqual([]);
  await first.client.close();
  const third = await first.restart({ clientId: 'tab-3', isOnline: false });
  expect(third.client.queue()).toMatchObject([{ partition: 'tab-3', command: { recordId: id } }]);
  expect(third.client.store.get(id)).toBeDefined();
});

test('[OFF15] one tab alone writes the confirmed records', async () => {
  const tryLock = sharedLocks();
  const first = await clientFixture({ tryLock, clientId: 'tab-1' });
  const before = await first.storage.load();
  await first.restart({ clientId: 'tab-2' });
  first.server.commit(createWorkItem(newId(), { project: first.projectId, title: 'New' }));
  // The fake server talks to the newest connection, which is the second tab's.
  first.server.tell();
  expect((await first.storage.load()).positions).toEqual(before.positions);
});

test('[OFF15] all that a dead tab queued is taken over, not only its first', async () => {
  const tryLock = sharedLocks();
  const first = await clientFixture({ tryLock, clientId: 'tab-1', isOnline: false });
  for (const title of ['One', 'Two', 'Three']) {
    first.client.send(createWorkItem(newId(), { project: first.projectId, title }));
  }
  await first.client.close();
  const second = await first.restart({ clientId: 'tab-2', isOnline: false });
  expect(second.client.queue().map(({ command }) => command.input.title)).toEqual(['One', 'Two', 'Three']);
});

test('[OFF15] a tab whose lock outlives it for a moment is taken over once the lock is gone', async () => {
  const tryLock = sharedLocks();
  const first = await clientFixture({ tryLock, clientId: 'tab-1', isOnline: false });
  const id = newId();
  first.client.send(createWorkItem(id, { project: first.projectId, title: 'Kept' }));
  const second = await first.restart({ clientId: 'tab-2', isOnline: false });
  await second.clock.advance(300);
  expect(second.client.queue()).toEqual([]);
  await first.client.close();
  await second.clock.advance(5_000);
  expect(second.client.queue()).toMatchObject([{ partition: 'tab-2', command: { recordId: id } }]);
  expect(second.client.store.get(id)).toBeDefined();
});
