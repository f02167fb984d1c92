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
