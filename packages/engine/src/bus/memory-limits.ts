import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { BusRate, SharedRate, SharedSeats } from './bus.ts';

/** Counted in this process alone. */
export function memoryRate(name: string, { points, seconds }: BusRate): SharedRate {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  return {
    async take(key, count) {
      try {
        await limiter.consume(key, count);
        return 0;
      } catch (full) {
        return waitOf(full);
      }
    },
  };
}

/** From what a limiter throws when there is no room. */
export function waitOf(full: unknown): number {
  return full instanceof RateLimiterRes ? Math.max(1, full.msBeforeNext) : 1_000;
}

export class MemorySeats implements SharedSeats {
  readonly #taken = new Map<string, Set<string>>();

  take(key: string, seat: string): Promise<number> {
    return Promise.resolve(this.add(key, seat));
  }

  add(key: string, seat: string): number {
    const seats = this.#taken.get(key) ?? new Set();
    this.#taken.set(key, seats.add(seat));
    return seats.size;
  }

  leave(key: string, seat: string): void {
    const seats = this.#taken.get(key);
    if (!seats?.delete(seat) || seats.size > 0) return;
    this.#taken.delete(key);
  }

  /** What is taken now, key by key. */
  *entries(): Generator<[key: string, seat: string]> {
    for (const [key, seats] of this.#taken) for (const seat of seats) yield [key, seat];
  }

  count(key: string): number {
    return this.#taken.get(key)?.size ?? 0;
  }

  has(key: string, seat: string): boolean {
    return this.#taken.get(key)?.has(seat) ?? false;
  }

  close(): void {
    this.#taken.clear();
  }
}
