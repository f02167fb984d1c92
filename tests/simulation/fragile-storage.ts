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
      load: async () => {
        await this.#time.sleep(this.#random.below(6));
        return disk.load();
      },
      writeConfirmed: late(disk.writeConfirmed),
      clearConfirmed: late(disk.clearConfirmed),
      writeOutbox: late(disk.writeOutbox),
      writeMeta: late(disk.writeMeta),
      close: async () => undefined,
      destroy: async () => undefined,
    };
  }
}
