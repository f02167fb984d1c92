import { newId, type RecordState } from '@atrium/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { ENTRY_FORMAT, type OutboxEntry } from '../outbox/outbox-entry.ts';
import type { ClientStorage } from './client-storage.ts';

export interface StorageUnderTest {
  readonly storage: ClientStorage;
  /** The same place, as the next run of the app finds it. */
  reopen(): Promise<ClientStorage>;
}

/** What every storage has to keep; `open` gives an empty one. */
export function clientStorageContract(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name} keeps the contract of client storage`, () => {
    const opened: ClientStorage[] = [];
    const start = async () => {
      const under = await open();
      opened.push(under.storage);
      return under;
    };
    afterEach(async () => {
      for (const storage of opened.splice(0)) await storage.destroy();
    });

    test('[OFF10] an empty storage loads empty', async () => {
      const { storage } = await start();
      const stored = await storage.load();
      expect([stored.records, stored.outbox, [...stored.positions], stored.meta]).toEqual([[], [], [], {}]);
    });

    test('[OFF10] records and positions are found again as they were written last', async () => {
      const { storage, reopen } = await start();
      const [first, second] = [record(1), record(1)];
      await storage.writeConfirmed({
        records: new Map([
          [first.id, first],
          [second.id, second],
        ]),
        positions: new Map([
          ['workspace', 4],
          ['project:x', 5],
        ]),
      });
      const newer = { ...first, version: 2 };
      await storage.writeConfirmed({
        records: new Map([
          [first.id, newer],
          [second.id, undefined],
        ]),
        positions: new Map([
          ['workspace', 9],
          ['project:x', undefined],
        ]),
      });
      const stored = await (await reopen()).load();
      expect(stored.records).toEqual([newer]);
      expect([...stored.positions]).toEqual([['workspace', 9]]);
    });

    test('[OFF10] a batch that cannot be written leaves neither records nor positions', async () => {
      const { storage, reopen } = await start();
      const broken = { ...record(1), fields: { name: () => 'no JSON' } } as unknown as RecordState;
      await expect(
        storage.writeConfirmed({
          records: new Map([
            ['a', record(1)],
            ['b', broken],
          ]),
          positions: new Map([['workspace', 7]]),
        }),
      ).rejects.toThrow();
      const stored = await (await reopen()).load();
      expect([stored.records, [...stored.positions]]).toEqual([[], []]);
    });

    test('[OFF13] the outbox is put, replaced and removed, and outlives clearing the confirmed records', async () => {
      const { storage, reopen } = await start();
      const [first, second] = [entry(1), entry(2)];
      await storage.writeConfirmed({ records: new Map(), positions: new Map([['workspace', 7]]) });
      await put(storage, first, second);
      await storage.changeOutbox([], () => ({
        put: [{ ...second, strikes: 2 }],
        remove: [first.command.id],
      }));
      await storage.clearConfirmed();
      const stored = await (await reopen()).load();
      expect(stored.outbox).toEqual([{ ...second, strikes: 2 }]);
      expect(stored.positions.size).toBe(0);
    });

    test('[OFF10] writes take effect in the order of the calls', async () => {
      const { storage } = await start();
      const one = record(1);
      const writes = [1, 2, 3, 4].map((version) =>
        storage.writeConfirmed({
          records: new Map([[one.id, { ...one, version }]]),
          positions: new Map([['workspace', version]]),
        }),
      );
      await Promise.all(writes);
      const stored = await storage.load();
      expect(stored.records).toEqual([{ ...one, version: 4 }]);
      expect(stored.positions.get('workspace')).toBe(4);
    });

    test('[OFF16] a change of the outbox sees the rows as they are, with nobody in between', async () => {
      const { storage, reopen } = await start();
      const one = entry(1);
      await put(storage, one);
      const other = await reopen();
      const count = (from: ClientStorage) =>
        from.changeOutbox([one.command.id, newId()], (stored) => {
          expect([...stored.keys()]).toEqual([one.command.id]);
          const { strikes } = stored.get(one.command.id) as unknown as OutboxEntry;
          return { put: [{ ...one, strikes: strikes + 1 }], remove: [] };
        });
      await Promise.all([storage, other, storage, other, other].map(count));
      expect(await storage.loadOutbox()).toEqual([{ ...one, strikes: 5 }]);
      expect(await other.loadOutbox()).toEqual([{ ...one, strikes: 5 }]);
    });

    test('[OFF16] a change of the outbox that fails leaves it as it was', async () => {
      const { storage, reopen } = await start();
      const [kept, other] = [entry(1), entry(2)];
      await put(storage, kept);
      const broken = { ...other, base: () => 'no JSON' } as unknown as OutboxEntry;
      const failing = [
        () => {
          throw new Error('a bug');
        },
        () => ({ put: [{ ...kept, strikes: 9 }, broken], remove: [] }),
      ];
      for (const change of failing) await expect(storage.changeOutbox([], change)).rejects.toThrow();
      expect(await (await reopen()).loadOutbox()).toEqual([kept]);
    });

    test('[OFF12] destroyed, it leaves nothing behind', async () => {
      const { storage, reopen } = await start();
      await put(storage, entry(1));
      await storage.writeMeta('key', 'value');
      await storage.destroy();
      const stored = await (await reopen()).load();
      expect([stored.outbox, stored.meta]).toEqual([[], {}]);
    });
  });
}

function put(storage: ClientStorage, ...entries: OutboxEntry[]): Promise<void> {
  return storage.changeOutbox([], () => ({ put: entries, remove: [] }));
}

function record(version: number): RecordState {
  const at = '2026-01-01T00:00:00.000Z';
  const by = newId();
  return {
    id: newId(),
    type: 'label',
    version,
    fields: { name: 'Bug' },
    fieldVersions: { name: version },
    createdAt: at,
    createdBy: by,
    updatedAt: at,
    updatedBy: by,
    deletedAt: null,
  };
}

function entry(sequence: number): OutboxEntry {
  const issuedAt = '2026-01-01T00:00:00.000Z';
  return {
    command: { id: newId(), name: 'label.update', recordId: newId(), baseVersion: 1, input: {}, issuedAt },
    sequence,
    tab: 'tab',
    revision: 1,
    state: { kind: 'waiting' },
    strikes: 0,
    links: { touches: [], needs: [], creates: [] },
    format: ENTRY_FORMAT,
  };
}
