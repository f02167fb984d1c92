import { newId } from '@atrium/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bus, Topic } from './bus.ts';
import { MAX_HINT_CHARACTERS, sealHint } from './hint-codec.ts';

/** A way between nodes that can be lost and found again. */
export interface BusHarness {
  /** What nodes of this installation seal with, and begin their channels with. */
  readonly key: string;
  readonly prefix: string;
  join(): Bus;
  /** A text of anyone who reaches the way. */
  say(channel: string, text: string): Promise<void>;
  lose(): Promise<void>;
  find(): Promise<void>;
  close(): Promise<void>;
}

const head = (tenantId = newId()): Topic => ({ subject: 'head', tenantId });

/** What one node hears of a topic, with `joined` as a word of its own. */
function listen(bus: Bus, topic: Topic): unknown[] {
  const heard: unknown[] = [];
  bus.subscribe(topic, {
    heard: (hint, from) => heard.push([from, hint]),
    joined: () => heard.push('joined'),
  });
  return heard;
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const connected = (...buses: readonly Bus[]) =>
  eventually(() => expect(buses.map(({ state }) => state)).toEqual(buses.map(() => 'connected')));

export function busContract(name: string, open: () => Promise<BusHarness>): void {
  describe(name, () => {
    let way: BusHarness;
    let buses: Bus[];
    beforeEach(async () => {
      way = await open();
      buses = [];
    });
    afterEach(async () => {
      for (const bus of buses) await bus.close();
      await way.close();
    });
    const join = async (count: number): Promise<Bus[]> => {
      const joined = Array.from({ length: count }, () => way.join());
      buses.push(...joined);
      await connected(...joined);
      return joined;
    };
    const two = async () => (await join(2)) as [Bus, Bus];

    test('[BUS1] what a node says reaches the others that listen to it, in order, and not itself', async () => {
      const [one, other, third] = (await join(3)) as [Bus, Bus, Bus];
      const topic = head();
      const own = listen(one, topic);
      const heard = listen(other, topic);
      const elsewhere = listen(third, head());
      await eventually(() => expect([own, heard, elsewhere].map(({ length }) => length)).toEqual([1, 1, 1]));
      for (let at = 1; at <= 50; at++) one.publish(topic, { at });
      await eventually(() => expect(heard).toHaveLength(51));
      expect(heard.slice(1)).toEqual(Array.from({ length: 50 }, (_, at) => [one.node, { at: at + 1 }]));
      expect(own).toEqual(['joined']);
      expect(elsewhere).toEqual(['joined']);
      expect(one.counts.sent).toBeGreaterThanOrEqual(50);
      expect(other.counts.heard).toBe(50);
    });

    test('[BUS1] who stops listening hears nothing more; the last who listens to a topic still does', async () => {
      const [one, other] = await two();
      const topic = head();
      const heard = listen(other, topic);
      const stop = other.subscribe(topic, { heard: () => expect.unreachable('it had left') });
      await eventually(() => expect(heard).toEqual(['joined']));
      stop();
      one.publish(topic, { still: 'here' });
      await eventually(() => expect(heard).toHaveLength(2));
    });

    test('[BUS2] one listener that fails does not keep a hint from the others', async () => {
      const [one, other] = await two();
      const topic = head();
      other.subscribe(topic, {
        heard: () => {
          throw new Error('a bug');
        },
      });
      const heard = listen(other, topic);
      const mark = listen(other, topic);
      await eventually(() => expect(mark).toEqual(['joined']));
      await eventually(() => {
        one.publish(topic, { a: 1 });
        expect(heard.length).toBeGreaterThan(1);
      });
    });

    test('[BUS2] [BUS3] while it is lost nothing is said, nothing fails, and nothing is said late', async () => {
      const [one, other] = await two();
      const topic = head();
      const heard = listen(other, topic);
      await eventually(() => expect(heard).toEqual(['joined']));
      await way.lose();
      await eventually(() => expect([one.state, other.state]).toEqual(['lost', 'lost']));
      one.publish(topic, { said: 'into the void' });
      expect(one.counts.unsent).toBeGreaterThan(0);
      expect(one.counts.losses).toBe(1);
      await way.find();
      await connected(one, other);
      await eventually(() => expect(heard.slice(1)).toContain('joined'));
      one.publish(topic, { said: 'now' });
      await eventually(() => expect(heard.at(-1)).toEqual([one.node, { said: 'now' }]));
      expect(heard.filter((word) => word !== 'joined')).toHaveLength(1);
    });

    test('[BUS4] what is not sealed for this topic by this installation reaches nobody, and is counted', async () => {
      const [one, other] = await two();
      const topic = head();
      const heard = listen(other, topic);
      await eventually(() => expect(heard).toEqual(['joined']));
      const channel = `${way.prefix}head:${topic.tenantId}`;
      const hint = { node: newId(), body: { head: 5 } };
      const forged = [
        '',
        'null',
        '{"head":5}',
        '1.',
        '1..',
        `1.${'A'.repeat(24)}.["${hint.node}",{}]`,
        sealHint('another key', channel, hint),
        sealHint(way.key, `${way.prefix}head:${newId()}`, hint),
        sealHint(way.key, channel, hint).replace(/^1/, '2'),
        sealHint(way.key, channel, hint).replace('5', '6'),
        sealHint(way.key, channel, { node: 'no id', body: {} }),
        sealHint(way.key, channel, { ...hint, body: [] as never }),
        sealHint(way.key, channel, { ...hint, body: { long: 'x'.repeat(MAX_HINT_CHARACTERS) } }),
        '\u0000\uffff'.repeat(500),
      ];
      for (const text of forged) await way.say(channel, text);
      one.publish(topic, { head: 7 });
      await eventually(() => expect(heard).toHaveLength(2));
      expect(heard[1]).toEqual([one.node, { head: 7 }]);
      expect(other.counts.refused).toBe(forged.length);
    });

    test('[BUS5] a node that closes is gone at once, one that falls silent after a while; some come back', async () => {
      const [one, other, third] = (await join(3)) as [Bus, Bus, Bus];
      const told: unknown[] = [];
      one.watchNodes({
        gone: (node) => told.push(['gone', node]),
        back: (node) => told.push(['back', node]),
      });
      await eventually(() => expect(one.counts.nodes).toBe(2));
      await third.close();
      await eventually(() => expect(told).toEqual([['gone', third.node]]));
      await way.lose();
      await eventually(() => expect(told.slice(1)).toEqual([['gone', other.node]]));
      await way.find();
      await eventually(() => expect(told.slice(2)).toEqual([['back', other.node]]));
      expect(one.counts.nodes).toBe(1);
    });

    test('[BUS6] rates are counted together; while the bus is lost, by each node alone', async () => {
      const [one, other] = await two();
      const rate = { points: 10, seconds: 60 };
      const [mine, theirs] = [one.rate('frames', rate), other.rate('frames', rate)];
      expect(await mine.take('user', 6)).toBe(0);
      expect(await theirs.take('someone else', 10)).toBe(0);
      expect(await theirs.take('user', 6)).toBeGreaterThan(0);
      await way.lose();
      await eventually(() => expect([one.state, other.state]).toEqual(['lost', 'lost']));
      expect(await Promise.all([mine.take('user', 10), theirs.take('user', 10)])).toEqual([0, 0]);
      expect(await theirs.take('user', 1)).toBeGreaterThan(0);
      await way.find();
      await connected(one, other);
      expect(await mine.take('late', 6)).toBe(0);
      expect(await theirs.take('late', 6)).toBeGreaterThan(0);
    });

    test('[BUS6] seats are counted together, freed by whoever leaves or closes, and known again after a loss', async () => {
      const [one, other, third] = (await join(3)) as [Bus, Bus, Bus];
      expect(await one.seats.take('user', 'a')).toBe(1);
      expect(await other.seats.take('user', 'b')).toBe(2);
      expect(await other.seats.take('user', 'b')).toBe(2);
      expect(await third.seats.take('user', 'c')).toBe(3);
      expect(await one.seats.take('another', 'a')).toBe(1);
      other.seats.leave('user', 'b');
      await third.close();
      await eventually(async () => expect(await one.seats.take('user', 'a')).toBe(1));
      expect(await other.seats.take('user', 'd')).toBe(2);
      await way.lose();
      await eventually(() => expect(other.state).toBe('lost'));
      expect(await other.seats.take('user', 'e')).toBe(2);
      await way.find();
      await connected(one, other);
      await eventually(async () => expect(await one.seats.take('user', 'a')).toBe(3));
    });
  });
}
