import { backOffMs, RETRY_BACK_OFF } from '../connection/back-off.ts';
import { Cell, type Observable } from '../observable.ts';
import type { Clock, Random, Timer } from '../ports.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import { loadOutbox } from './load-outbox.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { QueueChange } from './settle-queue.ts';
import { settleRow } from './settle-row.ts';
import { upcastQueue } from './upcast-queue.ts';

export interface OutboxDiskOptions {
  readonly storage: ClientStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly onFailure: (error: unknown) => void;
  /** What could not be written at first is on the disk now. */
  readonly onKept: (written: Written) => void;
}

/** What the outbox holds after a write, of what was written. */
export interface Written {
  readonly rows: readonly OutboxEntry[];
  readonly gone: readonly string[];
  /** False: it is in memory only, and is written again later. */
  readonly kept: boolean;
}

/** The shared outbox on the disk. What a full or broken disk does not take stays in hand, and is tried again. */
export class OutboxDisk {
  readonly #options: OutboxDiskOptions;
  readonly #failing = new Cell(false);
  readonly #unwritten = new Map<string, OutboxEntry>();
  readonly #unremoved = new Set<string>();
  #running = 0;
  #idle: (() => void)[] = [];
  #attempts = 0;
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: OutboxDiskOptions) {
    this.#options = options;
  }

  /** True while something is in memory only. */
  get failing(): Observable<boolean> {
    return this.#failing;
  }

  load(): Promise<OutboxEntry[]> {
    return loadOutbox(this.#options.storage);
  }

  /**
   * Strictly durable when it resolves with `kept`. Never rejects.
   * @param fresh rows that the disk need not have; any other that it lacks was settled by someone else
   */
  async write({ put, remove }: QueueChange, fresh?: (id: string) => boolean): Promise<Written> {
    this.#running++;
    try {
      return await this.#write({ put, remove }, (id) => fresh?.(id) === true || this.#unwritten.has(id));
    } catch (error) {
      if (!this.#closed) this.#keepInHand({ put, remove }, error);
      return { rows: put, gone: remove, kept: false };
    } finally {
      this.#running--;
      if (this.#running === 0) for (const done of this.#idle.splice(0)) done();
    }
  }

  async idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Tries at once what is still in memory only: there may be room again. */
  async retry(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#closed || (this.#unwritten.size === 0 && this.#unremoved.size === 0)) return;
    const change = { put: [...this.#unwritten.values()], remove: [...this.#unremoved] };
    const written = await this.write(change, () => true);
    if (written.kept && !this.#closed) this.#options.onKept(written);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #write({ put, remove }: QueueChange, isNew: (id: string) => boolean): Promise<Written> {
    let rows: OutboxEntry[] = [];
    const gone: string[] = [...remove];
    const ids = put.map(({ command }) => command.id);
    await this.#options.storage.changeOutbox(ids, (stored) => {
      const now = new Map(upcastQueue([...stored.values()]).map((entry) => [entry.command.id, entry]));
      rows = [];
      for (const entry of put) {
        const { id } = entry.command;
        const settled = settleRow(now.get(id), entry, isNew(id));
        if (settled) rows.push(settled);
        else gone.push(id);
      }
      return { put: rows, remove };
    });
    for (const id of [...ids, ...gone]) this.#unwritten.delete(id);
    for (const id of gone) this.#unremoved.delete(id);
    if (this.#unwritten.size === 0 && this.#unremoved.size === 0) {
      this.#attempts = 0;
      this.#failing.set(false);
    }
    return { rows, gone, kept: true };
  }

  #keepInHand({ put, remove }: QueueChange, error: unknown): void {
    for (const entry of put) this.#unwritten.set(entry.command.id, entry);
    for (const id of remove) {
      this.#unwritten.delete(id);
      this.#unremoved.add(id);
    }
    this.#failing.set(true);
    this.#options.onFailure(error);
    const { clock, random } = this.#options;
    this.#timer ??= clock.setTimer(backOffMs(this.#attempts++, RETRY_BACK_OFF, random), () => {
      this.#timer = undefined;
      void this.retry();
    });
  }
}
