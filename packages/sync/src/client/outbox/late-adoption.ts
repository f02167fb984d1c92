import type { Clock, Timer } from '../ports.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { upcastEntry } from './upcast-entry.ts';

export interface LateAdoptionOptions {
  readonly clock: Clock;
  /** What every partition holds now, in any format. */
  readonly load: () => Promise<readonly { readonly format: number; readonly partition: string }[]>;
  /** True when the partition's tab is gone and its work is ours now. */
  readonly adopt: (partition: string) => Promise<boolean>;
  readonly take: (entries: readonly OutboxEntry[]) => void;
  readonly onFailure: (error: unknown) => void;
}

/** The lock of a tab that crashed goes within moments; after that it is rather one that lives. */
const LOOK_AFTER_MS = [250, 1_000, 3_000, 10_000, 30_000, 60_000];

/**
 * Looks a few more times after partitions whose tabs seemed alive at the start: after a crash, a browser may
 * give the new page its time before it has let go of the old one's locks.
 */
export class LateAdoption {
  readonly #options: LateAdoptionOptions;
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: LateAdoptionOptions) {
    this.#options = options;
  }

  watch(partitions: ReadonlySet<string>, look = 0): void {
    const wait = LOOK_AFTER_MS[look];
    if (wait === undefined || partitions.size === 0 || this.#closed) return;
    this.#timer = this.#options.clock.setTimer(wait, () => void this.#look(partitions, look));
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #look(partitions: ReadonlySet<string>, look: number): Promise<void> {
    const { load, adopt, take, onFailure } = this.#options;
    try {
      const adopted = new Set<string>();
      for (const partition of partitions) if (await adopt(partition)) adopted.add(partition);
      if (adopted.size > 0) {
        // Read after the lock is ours: the tab may have got on with its work until then.
        const entries = (await load())
          .filter(({ partition }) => adopted.has(partition))
          .map((raw) => upcastEntry(raw));
        if (!this.#closed) take(entries.filter((entry) => entry !== undefined));
      }
      this.watch(new Set([...partitions].filter((partition) => !adopted.has(partition))), look + 1);
    } catch (error) {
      onFailure(error);
    }
  }
}
