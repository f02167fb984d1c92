import type { Bus, SharedRate } from '@atrium/engine';
import type { Clock } from '../shared/clock.ts';
import type { Rate, SyncLimits } from './limits.ts';

/** Frames are counted towards the shared limits in lots, so that a frame costs an addition. */
const LOT = 16;

export type Passage = 'pass' | 'warn' | 'hold' | 'end';

/** Shared by all connections, on all nodes: what a user, an address and a tenant may send together. */
export class SharedRates {
  readonly #rates: readonly SharedRate[];

  constructor(bus: Pick<Bus, 'rate'>, { user, ip, tenant }: SyncLimits['rates']) {
    this.#rates = [bus.rate('user', user), bus.rate('address', ip), bus.rate('tenant', tenant)];
  }

  /** Milliseconds to wait; 0 when there is room. Keys in the order user, address, tenant. */
  async take(keys: readonly [user: string, ip: string, tenant: string], count: number): Promise<number> {
    const waits = await Promise.all(this.#rates.map((rate, at) => rate.take(keys[at] ?? '', count)));
    return Math.max(...waits);
  }
}

/** One connection's gate: lets through, warns once, holds back, and in the end shows the door. */
export class RateGate {
  readonly #clock: Clock;
  readonly #own: Rate;
  readonly #takeShared: (count: number) => Promise<number>;
  #windowEnds = 0;
  #used = 0;
  #uncounted = 0;
  #heldUntil = 0;
  #heldFrames = 0;

  constructor(clock: Clock, own: Rate, takeShared: (count: number) => Promise<number>) {
    this.#clock = clock;
    this.#own = own;
    this.#takeShared = takeShared;
  }

  get retryAfterMs(): number {
    return Math.max(0, this.#heldUntil - this.#clock.now());
  }

  /** One frame asks to pass. */
  take(): Passage {
    const now = this.#clock.now();
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + this.#own.seconds * 1_000;
      this.#used = 0;
    }
    this.#used++;
    this.#uncounted++;
    if (this.#uncounted >= LOT) this.#countShared();
    if (this.#used > this.#own.points) this.#hold(this.#windowEnds);
    if (now >= this.#heldUntil) {
      this.#heldFrames = 0;
      return 'pass';
    }
    this.#heldFrames++;
    if (this.#heldFrames === 1) return 'warn';
    return this.#heldFrames > this.#own.points ? 'end' : 'hold';
  }

  #countShared(): void {
    const count = this.#uncounted;
    this.#uncounted = 0;
    void this.#takeShared(count).then((wait) => {
      if (wait > 0) this.#hold(this.#clock.now() + wait);
    });
  }

  #hold(until: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }
}
