import type { FanOutDeps } from './fan-out-deps.ts';
import type { FollowedEvents, Following, PlacedEvent } from './sync-engine.ts';

const RETRY_MS = 250;

type IntakeDeps = Pick<FanOutDeps, 'engine' | 'tenantId' | 'clock' | 'logger'>;

/**
 * Feeds events to one taker, in order, one batch at a time; the log is not read on until the taker is done.
 * A store that is away for a while delays deliveries, it never makes one fall out.
 */
export class EventIntake {
  readonly #deps: IntakeDeps;
  readonly #taker: (events: readonly PlacedEvent[]) => Promise<void>;
  readonly #following: Following;
  #closed = false;

  constructor(deps: IntakeDeps, after: number, taker: (events: readonly PlacedEvent[]) => Promise<void>) {
    this.#deps = deps;
    this.#taker = taker;
    this.#following = deps.engine.follow(deps.tenantId, after, (followed) => this.#take(followed));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#following.stop();
  }

  async #take({ events }: FollowedEvents): Promise<void> {
    const { logger, clock, tenantId } = this.#deps;
    while (!this.#closed) {
      try {
        await this.#taker(events);
        return;
      } catch (error) {
        logger.error({ err: error, tenantId }, 'Deltas are delayed.');
        await new Promise<void>((go) => clock.setTimer(RETRY_MS, go));
      }
    }
  }
}
