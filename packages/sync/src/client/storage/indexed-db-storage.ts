import type { RecordState } from '@atrium/protocol';
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { StoredEntry } from '../outbox/upcast-queue.ts';
import type { ClientStorage } from './client-storage.ts';

interface Schema extends DBSchema {
  records: { key: string; value: RecordState };
  positions: { key: string; value: number };
  outbox: { key: string; value: StoredEntry };
  meta: { key: string; value: string };
}

const VERSION = 1;

/** One database per tenant and person, so that nobody ever sees what another person left behind. */
export function databaseName(tenantId: string, personId: string): string {
  return `atrium:${tenantId}:${personId}`;
}

export async function indexedDbStorage(name: string): Promise<ClientStorage> {
  let database = await open();
  let isBroken = false;

  async function open(): Promise<IDBPDatabase<Schema>> {
    const opened: IDBPDatabase<Schema> = await openDB<Schema>(name, VERSION, {
      upgrade(db) {
        for (const store of ['records', 'positions', 'outbox', 'meta'] as const) db.createObjectStore(store);
      },
      // A newer app in another tab wants to upgrade, or a sign-out there to delete: do not stand in the way.
      blocking: () => opened.close(),
      terminated: () => {
        isBroken = true;
      },
    });
    return opened;
  }

  /** A browser may break the connection off, when the disk was away for a moment: then it is made anew. */
  async function mended(): Promise<void> {
    if (!isBroken) return;
    database = await open();
    isBroken = false;
  }

  return {
    isLasting: true,
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
      await whole(tx, function* () {
        for (const [id, record] of change.records)
          yield record ? records.put(record, id) : records.delete(id);
        for (const [scope, position] of change.positions) {
          yield position === undefined ? positions.delete(scope) : positions.put(position, scope);
        }
      });
    },
    async clearConfirmed() {
      const tx = database.transaction(['records', 'positions'], 'readwrite');
      await Promise.all([tx.objectStore('records').clear(), tx.objectStore('positions').clear(), tx.done]);
    },
    async loadOutbox() {
      if (isBroken) await mended();
      return database.getAll('outbox');
    },
    async changeOutbox(ids, change) {
      if (isBroken) await mended();
      const tx = database.transaction('outbox', 'readwrite', { durability: 'strict' });
      const rows = await Promise.all(ids.map((id) => tx.store.get(id)));
      const stored = new Map<string, StoredEntry>();
      for (const [at, id] of ids.entries()) {
        const row = rows[at];
        if (row) stored.set(id, row);
      }
      await whole(tx, function* () {
        const { put, remove } = change(stored);
        for (const id of remove) yield tx.store.delete(id);
        for (const entry of put) yield tx.store.put(entry, entry.command.id);
      });
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

interface Transaction {
  readonly done: Promise<void>;
  abort(): void;
}

/** IndexedDB commits what it got before a value that it cannot store; we want all of it or nothing. */
async function whole(tx: Transaction, writes: () => Iterable<Promise<unknown>>): Promise<void> {
  const running: Promise<unknown>[] = [tx.done];
  try {
    for (const write of writes()) running.push(write);
    await Promise.all(running);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has ended by itself.
    }
    await Promise.allSettled(running);
    throw error;
  }
}
