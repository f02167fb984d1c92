import { createHash } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import type { EngineLogger } from '../engine-metrics.ts';
import type { Bus } from './bus.ts';
import { type BusTiming, NodeBus } from './node-bus.ts';
import { RedisSeats, redisRate } from './redis-limits.ts';
import { RedisTransport } from './redis-transport.ts';

export interface RedisBusOptions {
  readonly url: string;
  /** The installation's own: signs what is said, and keeps it apart from others on the same Redis. */
  readonly secret: string;
  readonly logger: EngineLogger;
  readonly timing?: Partial<BusTiming>;
}

const LONGEST_PAUSE_MS = 2_000;
/** Nobody is kept waiting for what is only a hint or a count. */
const ANSWER_MS = 500;
const GREETING_MS = 3_000;

const PATIENCE = {
  lazyConnect: true,
  // What cannot be said now is not said later: it would be stale.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 3_000,
  keepAlive: 10_000,
  // At once after a failover: the old primary may only be read.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  retryStrategy: (attempt: number) =>
    Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2),
} satisfies RedisOptions;

/** Joins the other nodes through Redis. Never fails: without Redis the bus is lost until Redis is there. */
export function openRedisBus({ url, secret, logger, timing }: RedisBusOptions): Bus {
  const key = createHash('sha256').update(`bus\n${secret}`).digest('hex');
  const prefix = `atrium:${createHash('sha256').update(key).digest('hex').slice(0, 12)}:`;
  const talker = new Redis(url, { ...PATIENCE, commandTimeout: ANSWER_MS, connectionName: 'atrium' });
  const listener = new Redis(url, {
    ...PATIENCE,
    commandTimeout: GREETING_MS,
    connectionName: 'atrium-listener',
  });
  const seats = new RedisSeats(talker, prefix);
  return new NodeBus({
    transport: new RedisTransport({ talker, listener }),
    key,
    prefix,
    seats,
    rate: (name, rate, isConnected) => redisRate({ client: talker, prefix, isConnected }, name, rate),
    logger,
    ...(timing && { timing }),
  });
}

/** Asks a Redis who it is; throws with what is wrong with it. */
export async function askRedis(url: string): Promise<string> {
  const client = new Redis(url, {
    ...PATIENCE,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    retryStrategy: () => null,
  });
  let problem: Error | undefined;
  client.on('error', (error: Error) => {
    problem = error;
  });
  try {
    await client.connect();
    const version = /redis_version:(\S+)/.exec(await client.info('server'))?.[1];
    return `Redis ${version ?? 'of an unknown version'}`;
  } catch (error) {
    throw problem ?? error;
  } finally {
    client.disconnect();
  }
}
