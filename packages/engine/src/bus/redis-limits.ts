import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { BusRate, SharedRate, SharedSeats } from './bus.ts';
import { MemorySeats, memoryRate, waitOf } from './memory-limits.ts';

/** Counted in Redis; here, while Redis is away or does not answer. */
export function redisRate(
  { client, prefix, isConnected }: { client: Redis; prefix: string; isConnected: () => boolean },
  name: string,
  rate: BusRate,
): SharedRate {
  const { points, seconds: duration } = rate;
  const own = memoryRate(name, rate);
  const limiter = new RateLimiterRedis({
    storeClient: client,
    keyPrefix: `${prefix}rate:${name}`,
    points,
    duration,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix: `insured:${name}`, points, duration }),
  });
  return {
    async take(key, count) {
      // Nobody waits for a Redis that is known not to answer.
      if (!isConnected()) return own.take(key, count);
      try {
        await limiter.consume(key, count);
        return 0;
      } catch (full) {
        return waitOf(full);
      }
    },
  };
}

const SEAT_SECONDS = 60;
const REFRESHED_AT_ONCE = 500;

/** Forgets seats of nodes that died, takes one, answers how many there are. By the clock of Redis. */
const TAKE = `
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])`;

/** Seats that lapse unless their node says again that they are taken: a node that dies frees them. */
export class RedisSeats implements SharedSeats {
  readonly #client: Redis;
  readonly #prefix: string;
  readonly #own = new MemorySeats();
  readonly #timer: NodeJS.Timeout;

  constructor(client: Redis, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
    this.#timer = setInterval(() => void this.#refresh(), (SEAT_SECONDS * 1_000) / 3).unref();
    client.on('ready', () => void this.#refresh());
  }

  async take(key: string, seat: string): Promise<number> {
    const mine = this.#own.add(key, seat);
    try {
      const all = await this.#takeShared(key, seat);
      // Left while it was being taken.
      if (!this.#own.has(key, seat)) this.#leaveShared(key, seat);
      return typeof all === 'number' ? Math.max(mine, all) : mine;
    } catch {
      return this.#own.count(key);
    }
  }

  leave(key: string, seat: string): void {
    this.#own.leave(key, seat);
    this.#leaveShared(key, seat);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const [key, seat] of this.#own.entries()) this.#leaveShared(key, seat);
    this.#own.close();
  }

  async #refresh(): Promise<void> {
    const all = [...this.#own.entries()];
    for (let start = 0; start < all.length; start += REFRESHED_AT_ONCE) {
      const some = all
        .slice(start, start + REFRESHED_AT_ONCE)
        .filter(([key, seat]) => this.#own.has(key, seat));
      const answers = await Promise.allSettled(some.map(([key, seat]) => this.#takeShared(key, seat)));
      if (answers.some(({ status }) => status === 'rejected')) return;
    }
  }

  #takeShared(key: string, seat: string): Promise<unknown> {
    return this.#client.eval(TAKE, 1, this.#keyOf(key), seat, SEAT_SECONDS);
  }

  #leaveShared(key: string, seat: string): void {
    this.#client.zrem(this.#keyOf(key), seat).catch(() => undefined);
  }

  #keyOf(key: string): string {
    return `${this.#prefix}seats:${key}`;
  }
}
