import type { RecordState } from '@atrium/protocol';
import { type ClientStorage, memoryStorage } from '@atrium/sync/client';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A disk that outlives the client's crashes, and the view of it that one run of the client has. */
export class Disk {
  readonly #storage = memoryStorage();
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;

  constructor(time: VirtualTime, random: SeededRandom) {
    this.#time = time;
    this.#random = random;
  }

  /** What a failing disk or an old bug may leave: records missing, made up, stale, or wrong in their contents. */
  async corrupt(): Promise<void> {
    const random = this.#random;
    const { records } = await this.#storage.load();
    const changes = new Map<string, RecordState | undefined>();
    for (const record of records) {
      // What is deleted is in no bootstrap, and so in no digest.
      if (record.type === 'person' || record.deletedAt !== null || !random.chance(0.15)) continue;
      const { id, version, fields } = record;
      const made = `${id.slice(0, -4)}${random.between(0x1000, 0xffff).toString(16)}`;
      const choice = random.below(6);
      if (choice === 0) changes.set(id, undefined);
      else if (choice === 1) changes.set(made, { ...record, id: made });
      else if (choice === 2 && version > 1) changes.set(id, { ...record, version: version - 1 });
      else if (choice === 3) changes.set(id, { ...record, version: version + random.between(1, 5) });
      else if (choice === 4) changes.set(id, { ...record, fields: { ...fields, title: 'spoiled' } });
      else changes.set(id, { ...record, fieldVersions: { ...record.fieldVersions, title: 1 } });
    }
    await this.#storage.writeConfirmed({ records: changes, positions: new Map() });
  }

  /** Writes land late and in order; what had not landed when the client died is lost. */
  mount(isAlive: () => boolean): ClientStorage {
    const disk = this.#storage;
    let last: Promise<unknown> = Promise.resolve();
    const late = <A extends unknown[]>(write: (...args: A) => Promise<void>) => {
      return (...args: A): Promise<void> => {
        const done = last.then(async () => {
          await this.#time.sleep(this.#random.below(6));
          if (!isAlive()) return new Promise<void>(() => undefined);
          return write(...args);
        });
        last = done;
        return done;
      };
    };
    return {
      isLasting: true,
      load: async () => {
        await this.#time.sleep(this.#random.below(6));
        return disk.load();
      },
      writeConfirmed: late(disk.writeConfirmed),
      clearConfirmed: late(disk.clearConfirmed),
      loadOutbox: async () => {
        await this.#time.sleep(this.#random.below(6));
        return disk.loadOutbox();
      },
      changeOutbox: late(disk.changeOutbox),
      writeMeta: late(disk.writeMeta),
      close: async () => undefined,
      destroy: async () => undefined,
    };
  }
}
