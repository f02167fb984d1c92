import type { RecordId, RecordState } from '@atrium/protocol';
import type { StoredEntry } from '../outbox/upcast-queue.ts';
import type { ClientStorage } from './client-storage.ts';

/** Keeps everything in memory, for processes that bootstrap anew and for tests that "restart" a client. */
export function memoryStorage(): ClientStorage {
  const records = new Map<RecordId, RecordState>();
  const positions = new Map<string, number>();
  const outbox = new Map<string, StoredEntry>();
  const meta = new Map<string, string>();
  return {
    isLasting: false,
    load: async () => ({
      records: [...records.values()],
      positions: new Map(positions),
      outbox: [...outbox.values()],
      meta: Object.fromEntries(meta),
    }),
    writeConfirmed: async (change) => {
      // Like the disk it stands for: all of it can be stored, or nothing is.
      for (const record of change.records.values()) structuredClone(record);
      for (const [id, record] of change.records) {
        if (record) records.set(id, record);
        else records.delete(id);
      }
      for (const [scope, position] of change.positions) {
        if (position === undefined) positions.delete(scope);
        else positions.set(scope, position);
      }
    },
    clearConfirmed: async () => {
      records.clear();
      positions.clear();
    },
    loadOutbox: async () => [...outbox.values()],
    changeOutbox: async (ids, change) => {
      const stored = new Map<string, StoredEntry>();
      for (const id of ids) {
        const row = outbox.get(id);
        if (row) stored.set(id, row);
      }
      const { put, remove } = change(stored);
      for (const entry of put) structuredClone(entry);
      for (const id of remove) outbox.delete(id);
      for (const entry of put) outbox.set(entry.command.id, entry);
    },
    writeMeta: async (key, value) => {
      meta.set(key, value);
    },
    close: async () => undefined,
    destroy: async () => {
      for (const part of [records, positions, outbox, meta]) part.clear();
    },
  };
}
