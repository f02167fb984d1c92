import type { Redis } from 'ioredis';
import type { Transport, TransportUser } from './transport.ts';

export interface RedisPair {
  /** Publishes and counts. */
  readonly talker: Redis;
  /** A connection that listens can do nothing else. */
  readonly listener: Redis;
}

/** States in which a client is about to connect anyway, or never will. */
const AWAY: ReadonlySet<string> = new Set(['wait', 'reconnecting', 'end']);

/** Texts through Redis' PUBLISH and SUBSCRIBE. Two connections, up and down together. */
export class RedisTransport implements Transport {
  readonly #talker: Redis;
  readonly #listener: Redis;
  readonly #channels = new Set<string>();
  #user: TransportUser | undefined;
  #isUp = false;
  #isClosed = false;

  constructor({ talker, listener }: RedisPair) {
    this.#talker = talker;
    this.#listener = listener;
  }

  start(user: TransportUser): void {
    this.#user = user;
    for (const client of [this.#talker, this.#listener]) {
      // Told by `close`, too; without a listener it would be thrown.
      client.on('error', () => undefined);
      client.on('ready', () => this.#changed());
      client.on('close', () => this.#changed());
      client.connect().catch(() => undefined);
    }
    this.#listener.on('message', (channel: string, text: string) => user.heard(channel, text));
  }

  send(channel: string, text: string): boolean {
    if (!this.#isUp) return false;
    this.#talker.publish(channel, text).catch(() => undefined);
    return true;
  }

  listen(channel: string): void {
    this.#channels.add(channel);
    if (this.#isUp) void this.#subscribe([channel]);
  }

  leave(channel: string): void {
    this.#channels.delete(channel);
    if (this.#isUp) this.#listener.unsubscribe(channel).catch(() => undefined);
  }

  restart(): void {
    // Also those that wait for a greeting: over a line that swallows everything it never comes.
    for (const client of [this.#talker, this.#listener])
      if (!AWAY.has(client.status)) client.disconnect(true);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isUp = false;
    // What was said last goes out before the line is dropped; a silent peer is not waited for.
    if (this.#talker.status === 'ready') await this.#talker.ping().catch(() => undefined);
    this.#talker.disconnect();
    this.#listener.disconnect();
  }

  #changed(): void {
    const isUp = !this.#isClosed && this.#talker.status === 'ready' && this.#listener.status === 'ready';
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (isUp) void this.#subscribe([...this.#channels]);
    else this.#user?.down();
  }

  async #subscribe(channels: readonly string[]): Promise<void> {
    try {
      await this.#listener.subscribe(...channels);
    } catch {
      // The line broke, which brings `ready` again, or it hangs, which the beat finds out.
      return;
    }
    for (const channel of channels) if (this.#channels.has(channel)) this.#user?.joined(channel);
  }
}
