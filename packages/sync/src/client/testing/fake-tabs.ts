import type { AwaitLock, HeldLock, OpenChannel, TryLock } from '../ports.ts';

interface Holder {
  lose(): void;
}

interface Waiting {
  readonly take: () => void;
}

/** The locks of one browser: a queue for each name, and theft. A tab that dies lets go of all it has. */
export class FakeLocks {
  readonly #held = new Map<string, Holder>();
  readonly #queues = new Map<string, Waiting[]>();

  holds(name: string): boolean {
    return this.#held.has(name);
  }

  /** As one tab sees them; what it holds and waits for is gone once it is not alive. */
  forTab(): { readonly tryLock: TryLock; readonly awaitLock: AwaitLock; die(): void } {
    const mine = new Set<() => void>();
    let isAlive = true;
    const take = (name: string): HeldLock => {
      let lose: () => void = () => undefined;
      const lost = new Promise<void>((resolve) => {
        lose = resolve;
      });
      const holder: Holder = { lose };
      this.#held.set(name, holder);
      const release = () => {
        mine.delete(release);
        if (this.#held.get(name) === holder) this.#next(name);
      };
      mine.add(release);
      return { release, lost };
    };
    return {
      tryLock: async (name) => (this.#held.has(name) || !isAlive ? undefined : take(name)),
      awaitLock: (name, { signal, steal = false }) =>
        new Promise((resolve) => {
          if (steal || !this.#held.has(name)) {
            this.#held.get(name)?.lose();
            resolve(take(name));
            return;
          }
          const waiting: Waiting = { take: () => resolve(take(name)) };
          const queue = this.#queues.get(name) ?? [];
          this.#queues.set(name, queue);
          queue.push(waiting);
          const stop = () => {
            mine.delete(stop);
            if (queue.includes(waiting)) queue.splice(queue.indexOf(waiting), 1);
          };
          mine.add(stop);
          signal.addEventListener('abort', () => {
            stop();
            resolve(undefined);
          });
        }),
      die: () => {
        isAlive = false;
        for (const letGo of [...mine]) letGo();
      },
    };
  }

  #next(name: string): void {
    this.#held.delete(name);
    this.#queues.get(name)?.shift()?.take();
  }
}

/** Decides what becomes of a notice on its way to one tab: deliver it, now or later, or never. */
export type Carry = (deliver: () => void) => void;

/** The channel between the tabs of one browser. */
export class FakeChannels {
  readonly #open = new Map<string, Set<(notice: unknown) => void>>();
  readonly #carry: Carry;

  constructor(carry: Carry = (deliver) => queueMicrotask(deliver)) {
    this.#carry = carry;
  }

  readonly openChannel: OpenChannel = (name, onNotice) => {
    const others = this.#open.get(name) ?? new Set();
    this.#open.set(name, others);
    others.add(onNotice);
    return {
      post: (notice) => {
        const copy = structuredClone(notice);
        for (const other of [...others]) {
          if (other !== onNotice) this.#carry(() => others.has(other) && other(copy));
        }
      },
      close: () => void others.delete(onNotice),
    };
  };
}
