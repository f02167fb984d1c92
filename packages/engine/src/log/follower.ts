import type { EngineLogger } from '../engine-metrics.ts';
import { waitToRetry } from '../wait-to-retry.ts';
import type { LoggedEvent } from './logged-event.ts';

export interface FollowedEvents {
  /** At least one event, in order, each following on the one before. */
  readonly events: readonly LoggedEvent[];
  /** The highest position this process knows of; beyond the last event while catching up. */
  readonly head: number;
}

/** May return a promise: the next events come when it settled. */
export type FollowListener = (followed: FollowedEvents) => void | Promise<void>;

export interface Following {
  /** Of the last event that was handed over. */
  readonly position: number;
  /** No event is handed over after this call; resolves when a listener at work is done. */
  stop(): Promise<void>;
}

export interface FollowSource {
  readonly logger: EngineLogger;
  head(): number;
  /** Some events after a position, from the next one on. */
  read(position: number): Promise<readonly LoggedEvent[]>;
}

/** Hands every event after a position to one listener, in order, exactly once. */
export class Follower {
  readonly #listener: FollowListener;
  readonly #source: FollowSource;
  #position: number;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(after: number, listener: FollowListener, source: FollowSource) {
    this.#position = after;
    this.#listener = listener;
    this.#source = source;
  }

  get position(): number {
    return this.#position;
  }

  wake(): void {
    if (!this.#stopped) this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Not in the turn of the commit: who made it is answered first.
    await Promise.resolve();
    for (let attempt = 0; !this.#stopped && this.#position < this.#source.head(); ) {
      try {
        await this.#handOver(await this.#source.read(this.#position));
        attempt = 0;
      } catch (error) {
        this.#source.logger.warn({ err: error }, 'The log could not be read; trying again.');
        await waitToRetry(attempt);
        attempt += 1;
      }
    }
    this.#running = undefined;
  }

  async #handOver(events: readonly LoggedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (!last) throw new Error(`No event after ${this.#position}, though the head is ${this.#source.head()}`);
    if (events[0]?.position !== this.#position + 1) throw new Error(`No event at ${this.#position + 1}`);
    if (this.#stopped) return;
    this.#position = last.position;
    try {
      await this.#listener({ events, head: Math.max(last.position, this.#source.head()) });
    } catch (error) {
      this.#source.logger.error({ err: error }, 'A listener of the log failed.');
    }
  }
}
