import type { EngineLogger } from '../engine-metrics.ts';
import { SILENT } from '../engine-metrics.ts';
import type { Bus, BusRate, SharedRate, SharedSeats } from './bus.ts';
import { MemorySeats, memoryRate } from './memory-limits.ts';
import { type BusTiming, NodeBus } from './node-bus.ts';
import type { Transport, TransportUser } from './transport.ts';

interface Member {
  readonly user: TransportUser;
  readonly channels: Set<string>;
}

/** Several nodes in one process, with a bus between them that can be cut. */
export class BusHub {
  readonly prefix = 'hub:';
  readonly key: string;
  readonly #timing: Partial<BusTiming>;
  readonly #members = new Set<Member>();
  readonly #rates = new Map<string, SharedRate>();
  readonly #seats = new MemorySeats();
  #isCut = false;

  constructor(timing: Partial<BusTiming> = {}, key = 'of one hub') {
    this.#timing = timing;
    this.key = key;
  }

  join(logger: EngineLogger = SILENT): Bus {
    return new NodeBus({
      transport: this.#transport(),
      key: this.key,
      prefix: this.prefix,
      seats: this.#seatsOfNode(),
      rate: (name, rate, isConnected) => this.#rateOfNode(name, rate, isConnected),
      logger,
      timing: this.#timing,
    });
  }

  /** Nothing comes through until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const { user } of this.#members) user.down();
  }

  mend(): void {
    this.#isCut = false;
    for (const { user, channels } of this.#members) for (const channel of channels) user.joined(channel);
  }

  /** As if someone who reached the hub had said it. */
  say(channel: string, text: string): void {
    for (const { user, channels } of this.#members) if (channels.has(channel)) user.heard(channel, text);
  }

  #transport(): Transport {
    let member: Member | undefined;
    return {
      start: (user) => {
        member = { user, channels: new Set() };
        this.#members.add(member);
      },
      send: (channel, text) => {
        if (this.#isCut || !member) return false;
        queueMicrotask(() => this.#isCut || this.say(channel, text));
        return true;
      },
      listen: (channel) => {
        const here = member;
        here?.channels.add(channel);
        queueMicrotask(() => this.#isCut || !here?.channels.has(channel) || here.user.joined(channel));
      },
      leave: (channel) => member?.channels.delete(channel),
      restart: () => undefined,
      close: async () => {
        // What was said at the last moment is still said.
        await Promise.resolve();
        if (member) this.#members.delete(member);
        member = undefined;
      },
    };
  }

  #rateOfNode(name: string, rate: BusRate, isConnected: () => boolean): SharedRate {
    const own = memoryRate(name, rate);
    const shared = this.#rates.get(name) ?? memoryRate(name, rate);
    this.#rates.set(name, shared);
    return { take: (key, count) => (isConnected() ? shared : own).take(key, count) };
  }

  #seatsOfNode(): SharedSeats {
    const own = new MemorySeats();
    return {
      take: async (key, seat) => {
        const mine = own.add(key, seat);
        const all = this.#seats.add(key, seat);
        return this.#isCut ? mine : all;
      },
      leave: (key, seat) => {
        own.leave(key, seat);
        this.#seats.leave(key, seat);
      },
      close: () => {
        for (const [key, seat] of [...own.entries()]) this.#seats.leave(key, seat);
        own.close();
      },
    };
  }
}
