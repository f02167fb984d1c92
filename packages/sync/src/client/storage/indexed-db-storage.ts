import type { RecordState } from '@atrium/protocol';
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { ClientStorage } from './client-storage.ts';

interface Schema extends DBSchema {
  records: { key: string; value: RecordState };
  positions: { key: string; value: number };
  outbox: { key: string; value: OutboxEntry };
  meta: { key: string; value: string };
}

const VERSION = 1;

/** One database per tenant and person, so that nobody ever sees what another person left behind. */
export function databaseName(tenantId: string, personId: string): string {
  return `atrium:${tenantId}:${personId}`;
}

export async function indexedDbStorage(name: string): Promise<ClientStorage> {
  const database: IDBPDatabase<Schema> = await openDB<Schema>(name, VERSION, {
    upgrade(db) {
      for (const store of ['records', 'positions', 'outbox', 'meta'] as const) db.createObjectStore(store);
    },
    // A newer app in another tab wants to upgrade, or a sign-out there to delete: do not stand in the way.
    blocking: () => database.close(),
  });
  return {
    async load() {
      const tx = database.transaction(['records', 'positions', 'outbox', 'meta']);
      const [records, scopes, positions, outbox, keys, values] = await Promise.all([
        tx.objectStore('records').getAll(),
        tx.objectStore('positions').getAllKeys(),
        tx.objectStore('positions').getAll(),
        tx.objectStore('outbox').getAll(),
        tx.objectStore('meta').getAllKeys(),
        tx.objectStore('meta').getAll(),
      ]);
      await tx.done;
      return {
        records,
        outbox,
        positions: new Map(scopes.map((scope, at) => [scope, positions[at] ?? 0])),
        meta: Object.fromEntries(keys.map((key, at) => [key, values[at] ?? ''])),
      };
    },
    async writeConfirmed(change) {
      const tx = database.transaction(['records', 'positions'], 'readwrite', { durability: 'relaxed' });
      const records = tx.objectStore('records');
      const positions = tx.objectStore('positions');
      const writes: Promise<unknown>[] = [];
      for (const [id, record] of change.records) {
        writes.push(record ? records.put(record, id) : records.delete(id));
      }
      for (const [scope, position] of change.positions) {
        writes.push(position === undefined ? positions.delete(scope) : positions.put(position, scope));
      }
      await Promise.all([...writes, tx.done]);
    },
    async clearConfirmed() {
      const tx = database.transaction(['records', 'positions'], 'readwrite');
      await Promise.all([tx.objectStore('records').clear(), tx.objectStore('positions').clear(), tx.done]);
    },
    async writeOutbox(put, remove) {
      const tx = database.transaction('outbox', 'readwrite', { durability: 'strict' });
      const writes: Promise<unknown>[] = remove.map((id) => tx.store.delete(id));
      for (const entry of put) writes.push(tx.store.put(entry, entry.command.id));
      await Promise.all([...writes, tx.done]);
    },
    async writeMeta(key, value) {
      await database.put('meta', value, key);
    },
    async close() {
      database.close();
    },
    async destroy() {
      database.close();
      await deleteDB(name);
    },
  };
}
