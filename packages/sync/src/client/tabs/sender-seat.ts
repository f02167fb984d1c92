import type { AwaitLock, Clock, HeldLock, Timer, TryLock } from '../ports.ts';

export interface SenderSeatOptions {
  readonly name: string;
  readonly tryLock: TryLock;
  /** Queues for the lock; without it, the lock is asked for from time to time. */
  readonly awaitLock?: AwaitLock;
  readonly clock: Clock;
  readonly onTaken: () => void;
  readonly onLost: () => void;
  readonly onFailure: (error: unknown) => void;
}

const ASK_AGAIN_MS = 2_000;

/** For a process that is alone with its storage. */
export const alone: TryLock = async () => ({ release: () => undefined });

/**
 * The right to send, and to keep the confirmed records: one tab has it, the others queue for it. A tab that
 * closes or crashes leaves it to the next by itself.
 */
export class SenderSeat {
  readonly #options: SenderSeatOptions;
  #held: HeldLock | undefined;
  #queueing: AbortController | undefined;
  #timer: Timer | undefined;
  #state: 'out' | 'in' | 'closed' = 'out';

  constructor(options: SenderSeatOptions) {
    this.#options = options;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Takes the seat if it is free, else queues for it. Resolves once it is known which. */
  async enter(): Promise<void> {
    if (this.#state !== 'out') return;
    this.#state = 'in';
    try {
      const held = await this.#options.tryLock(this.#options.name);
      if (held) this.#take(held);
      else this.#queue();
    } catch (error) {
      // Locks that do not work must not stop anyone from sending: the ids make it harmless.
      this.#options.onFailure(error);
      this.#take({ release: () => undefined });
    }
  }

  /** Gives the seat up, and queues for it behind the others. */
  yield(): void {
    if (!this.#held) return;
    this.leave();
    void this.enter();
  }

  /** The page is about to stop: someone else shall go on. */
  leave(): void {
    if (this.#state === 'in') this.#state = 'out';
    this.#queueing?.abort();
    this.#queueing = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#drop();
  }

  /** From a tab that gives no sign of life. */
  async steal(): Promise<void> {
    const { awaitLock, name, onFailure } = this.#options;
    if (this.#state !== 'in' || this.#held || !awaitLock) return;
    this.#queueing?.abort();
    const stealing = new AbortController();
    this.#queueing = stealing;
    try {
      const held = await awaitLock(name, { signal: stealing.signal, steal: true });
      this.#arrived(held, stealing);
    } catch (error) {
      onFailure(error);
    }
  }

  close(): void {
    this.leave();
    this.#state = 'closed';
  }

  #queue(): void {
    const { awaitLock, tryLock, name, clock, onFailure } = this.#options;
    if (!awaitLock) {
      this.#timer = clock.setTimer(ASK_AGAIN_MS, () => {
        void tryLock(name).then((held) => {
          if (this.#state !== 'in' || this.#held) held?.release();
          else if (held) this.#take(held);
          else this.#queue();
        }, onFailure);
      });
      return;
    }
    const queueing = new AbortController();
    this.#queueing = queueing;
    awaitLock(name, { signal: queueing.signal }).then((held) => this.#arrived(held, queueing), onFailure);
  }

  #arrived(held: HeldLock | undefined, queueing: AbortController): void {
    if (!held) return;
    if (queueing.signal.aborted || this.#state !== 'in' || this.#held) held.release();
    else this.#take(held);
  }

  #take(held: HeldLock): void {
    if (this.#state !== 'in') {
      held.release();
      return;
    }
    this.#held = held;
    void held.lost?.then(() => {
      if (this.#held !== held) return;
      this.#held = undefined;
      this.#options.onLost();
      this.#queue();
    });
    this.#options.onTaken();
  }

  #drop(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    this.#options.onLost();
    held.release();
  }
}
