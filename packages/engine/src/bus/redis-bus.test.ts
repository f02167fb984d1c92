import { createHash } from 'node:crypto';
import { newId } from '@atrium/protocol';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SILENT } from '../engine-metrics.ts';
import { type TcpProxy, tcpProxy } from '../testing/tcp-proxy.ts';
import { findRedis, freePort, type TestRedis, testRedis } from '../testing/test-redis.ts';
import { busContract } from './bus.contract.ts';
import type { Bus, Topic } from './bus.ts';
import { askRedis, openRedisBus } from './open-redis-bus.ts';

const SECRET = 'what the nodes share';
const key = createHash('sha256').update(`bus\n${SECRET}`).digest('hex');
const prefix = `atrium:${createHash('sha256').update(key).digest('hex').slice(0, 12)}:`;
const timing = { beatMs: 20, silenceMs: 1_000 };
const join = (url: string, secret = SECRET) => openRedisBus({ url, secret, logger: SILENT, timing });
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const connected = (...buses: readonly Bus[]) =>
  eventually(() => expect(buses.map(({ state }) => state)).toEqual(buses.map(() => 'connected')));

describe.skipIf(!findRedis())('with a real Redis', () => {
  busContract('nodes on one Redis', async () => {
    const redis = await testRedis();
    const stranger = new Redis(redis.url, { lazyConnect: true, retryStrategy: () => 20 });
    stranger.on('error', () => undefined);
    await stranger.connect();
    return {
      key,
      prefix,
      join: () => join(redis.url),
      say: async (channel, text) => void (await stranger.publish(channel, text)),
      lose: redis.kill,
      find: redis.start,
      close: async () => {
        stranger.disconnect();
        await redis.close();
      },
    };
  });

  describe('over a bad line to Redis', () => {
    const topic: Topic = { subject: 'head', tenantId: newId() };
    let redis: TestRedis;
    let line: TcpProxy;
    let near: Bus;
    let far: Bus;
    let heard: unknown[];
    beforeEach(async () => {
      redis = await testRedis();
      line = await tcpProxy(redis.port);
      near = join(redis.url);
      far = join(`redis://127.0.0.1:${line.port}`);
      heard = [];
      far.subscribe(topic, { heard: (hint) => heard.push(hint), joined: () => heard.push('joined') });
      await connected(near, far);
      await eventually(() => expect(heard).toEqual(['joined']));
    });
    afterEach(async () => {
      await near.close();
      await far.close();
      await line.close();
      await redis.close();
    });

    test('[BUS7] a Redis that swallows everything is noticed, counted around, and joined again', async () => {
      const rate = far.rate('frames', { points: 5, seconds: 60 });
      line.swallow();
      expect(await rate.take('user', 5)).toBe(0);
      expect(await far.seats.take('user', 'a')).toBe(1);
      await eventually(() => expect(far.state).toBe('lost'));
      expect(near.state).toBe('connected');
      await eventually(() => expect(near.counts.nodes).toBe(0));
      // It tries again, in vain, and each try is left hanging.
      const tried = line.connections;
      await eventually(() => expect(line.connections).toBeGreaterThan(tried + 1));
      line.heal();
      await connected(far);
      await eventually(() => expect(heard).toEqual(['joined', 'joined']));
      near.publish(topic, { head: 3 });
      await eventually(() => expect(heard.at(-1)).toEqual({ head: 3 }));
      await eventually(async () => expect(await near.seats.take('user', 'b')).toBe(2));
    });

    test('[BUS7] a slow Redis only makes hints late', async () => {
      line.delay(100);
      for (let at = 1; at <= 20; at++) near.publish(topic, { at });
      await eventually(() => expect(heard).toHaveLength(21));
      expect(heard.slice(1)).toEqual(Array.from({ length: 20 }, (_, at) => ({ at: at + 1 })));
      expect([far.state, far.counts.losses]).toEqual(['connected', 0]);
    });
  });

  test('[BUS6] what a node that died had taken in Redis lapses', async () => {
    const redis = await testRedis();
    const bus = join(redis.url);
    await connected(bus);
    const client = new Redis(redis.url);
    // As left behind by someone who said no more, a minute ago.
    await client.zadd(`${prefix}seats:user`, 1, 'of the dead');
    expect(await bus.seats.take('user', 'mine')).toBe(1);
    expect(await client.ttl(`${prefix}seats:user`)).toBeGreaterThan(0);
    client.disconnect();
    await bus.close();
    await redis.close();
  });

  test('[BUS4] two installations on one Redis know nothing of each other', async () => {
    const redis = await testRedis();
    const mine = join(redis.url);
    const theirs = join(redis.url, 'another secret');
    await connected(mine, theirs);
    expect(await mine.seats.take('user', 'a')).toBe(1);
    expect(await theirs.seats.take('user', 'b')).toBe(1);
    expect([mine.counts.nodes, theirs.counts.nodes, theirs.counts.refused]).toEqual([0, 0, 0]);
    await mine.close();
    await theirs.close();
    await redis.close();
  });

  test('[BUS7] a Redis that is not there at the start is joined when it comes', async () => {
    const redis = await testRedis();
    await redis.kill();
    const bus = join(redis.url);
    bus.publish({ subject: 'head', tenantId: newId() }, { head: 1 });
    expect(await bus.rate('frames', { points: 1, seconds: 60 }).take('user', 1)).toBe(0);
    expect([bus.state, bus.counts.unsent > 0]).toEqual(['lost', true]);
    await expect(askRedis(redis.url)).rejects.toThrow(/ECONNREFUSED/);
    await redis.start();
    await connected(bus);
    expect(await askRedis(redis.url)).toMatch(/^Redis \d+\.\d+/);
    await bus.close();
    await redis.close();
  });
});

test('[BUS7] asking a Redis that is none says what is wrong', async () => {
  await expect(askRedis(`redis://127.0.0.1:${await freePort()}`)).rejects.toThrow(/ECONNREFUSED/);
});
