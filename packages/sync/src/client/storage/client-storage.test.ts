import 'fake-indexeddb/auto';
import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { clientStorageContract } from './client-storage.contract.ts';
import { databaseName, indexedDbStorage } from './indexed-db-storage.ts';
import { memoryStorage } from './memory-storage.ts';

clientStorageContract('memory', async () => {
  const storage = memoryStorage();
  return { storage, reopen: async () => storage };
});

clientStorageContract('IndexedDB', async () => {
  const name = `test-${newId()}`;
  const storage = await indexedDbStorage(name);
  const again: { close(): Promise<void> }[] = [];
  return {
    storage: {
      ...storage,
      destroy: async () => {
        for (const other of again.splice(0)) await other.close();
        await storage.destroy();
      },
    },
    reopen: async () => {
      const other = await indexedDbStorage(name);
      again.push(other);
      return other;
    },
  };
});

test('[OFF12] every tenant and person has a database of their own', () => {
  expect(databaseName('t1', 'p1')).not.toBe(databaseName('t1', 'p2'));
  expect(databaseName('t1', 'p1')).not.toBe(databaseName('t2', 'p1'));
});
