import type { AwaitLock, HeldLock, OpenChannel, TryLock } from '@atrium/sync/client';
import { Disk } from './fragile-storage.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What the tabs of one browser share: a disk, locks, and a channel whose notices come late, in any order, or never. */
export class SimulatedBrowser {
  readonly disk: Disk;
  /** Given up by a person in some tab. */
  readonly givenUp = new Set<string>();
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #held = new Map<string, () => void>();
  readonly #queues = new Map<string, (() => void)[]>();
  readonly #listeners = new Set<(notice: unknown) => void>();
  /** Notices are lost as long as this is above nothing. */
  lossiness = 0;

  constructor(time: VirtualTime, random: SeededRandom) {
    this.disk = new Disk(time, random.fork());
    this.#time = time;
    this.#random = random;
  }

  /** Locks and channel as one run of a tab has them; `die` lets go of all at once. */
  openTab(isAlive: () => boolean): {
    tryLock: TryLock;
    awaitLock: AwaitLock;
    openChannel: OpenChannel;
    die(): void;
  } {
    const letGo = new Set<() => void>();
    const take = (name: string): HeldLock => {
      let lose: () => void = () => undefined;
      const lost = new Promise<void>((resolve) => {
        lose = resolve;
      });
      this.#held.set(name, lose);
      const release = () => {
        letGo.delete(release);
        if (this.#held.get(name) === lose) this.#next(name);
      };
      letGo.add(release);
      return { release, lost };
    };
    return {
      tryLock: async (name) => {
        await this.#time.sleep(this.#random.below(3));
        return isAlive() && !this.#held.has(name) ? take(name) : undefined;
      },
      awaitLock: (name, { signal, steal = false }) =>
        new Promise((resolve) => {
          if (steal || !this.#held.has(name)) {
            this.#held.get(name)?.();
            resolve(take(name));
            return;
          }
          const queue = this.#queues.get(name) ?? [];
          this.#queues.set(name, queue);
          const turn = () => resolve(take(name));
          const stop = () => {
            letGo.delete(stop);
            if (queue.includes(turn)) queue.splice(queue.indexOf(turn), 1);
          };
          queue.push(turn);
          letGo.add(stop);
          signal.addEventListener('abort', () => {
            stop();
            resolve(undefined);
          });
        }),
      openChannel: (_name, onNotice) => {
        const hear = (notice: unknown) => isAlive() && onNotice(notice);
        this.#listeners.add(hear);
        const close = () => {
          letGo.delete(close);
          this.#listeners.delete(hear);
        };
        letGo.add(close);
        return { post: (notice) => isAlive() && this.#post(notice, hear), close };
      },
      die: () => {
        for (const end of [...letGo]) end();
      },
    };
  }

  #post(notice: unknown, from: (notice: unknown) => void): void {
    const copy = structuredClone(notice);
    for (const other of this.#listeners) {
      if (other === from || this.#random.chance(this.lossiness)) continue;
      this.#time.setTimer(this.#random.below(12), () => this.#listeners.has(other) && other(copy));
    }
  }

  #next(name: string): void {
    this.#held.delete(name);
    this.#queues.get(name)?.shift()?.();
  }
}
