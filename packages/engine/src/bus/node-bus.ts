import { type JsonObject, newId } from '@atrium/protocol';
import type { EngineLogger } from '../engine-metrics.ts';
import {
  type Bus,
  type BusListener,
  type BusRate,
  type BusState,
  type NodeWatcher,
  newBusCounts,
  type SharedRate,
  type SharedSeats,
  type Topic,
} from './bus.ts';
import { MAX_HINT_CHARACTERS, openHint, sealHint } from './hint-codec.ts';
import { OtherNodes } from './other-nodes.ts';
import type { Transport } from './transport.ts';

export interface NodeBusOptions {
  readonly transport: Transport;
  /** What the nodes of one installation share, and nobody else knows. */
  readonly key: string;
  /** Channels start with it. */
  readonly prefix: string;
  readonly seats: SharedSeats;
  readonly rate: (name: string, rate: BusRate, isConnected: () => boolean) => SharedRate;
  readonly logger: EngineLogger;
  readonly timing?: Partial<BusTiming>;
}

export interface BusTiming {
  /** How often a node says that it is there. Its own word must come back to it. */
  readonly beatMs: number;
  /** Silence after which a node counts as gone; and, of its own word, after which the bus counts as lost. */
  readonly silenceMs: number;
}

const DEFAULT_TIMING: BusTiming = { beatMs: 1_000, silenceMs: 4_000 };

/** A node on a bus over any transport: seals what it says, opens what it hears, and knows who else is there. */
export class NodeBus implements Bus {
  readonly node = newId();
  readonly counts = newBusCounts();
  readonly seats: SharedSeats;
  readonly #options: NodeBusOptions;
  readonly #timing: BusTiming;
  /** In beats. */
  readonly #silence: number;
  readonly #others: OtherNodes;
  readonly #beats: string;
  readonly #listeners = new Map<string, Set<BusListener>>();
  readonly #watchers = new Set<NodeWatcher>();
  readonly #timer: NodeJS.Timeout;
  #state: BusState = 'lost';
  /** Time is counted in one's own beats: a process that stood still has not missed what waits to be read. */
  #beatsMade = 0;
  #echoedAt = 0;

  constructor(options: NodeBusOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.seats = options.seats;
    this.#beats = `${options.prefix}nodes`;
    this.#silence = Math.ceil(this.#timing.silenceMs / this.#timing.beatMs);
    this.#others = new OtherNodes(this.#silence, {
      gone: (node) => this.#tell((watcher) => watcher.gone(node)),
      back: (node) => this.#tell((watcher) => watcher.back(node)),
    });
    const { transport } = options;
    transport.start({
      heard: (channel, text) => this.#heard(channel, text),
      joined: (channel) => this.#joined(channel),
      down: () => this.#lose(),
    });
    transport.listen(this.#beats);
    this.#timer = setInterval(() => this.#beat(), this.#timing.beatMs).unref();
  }

  get state(): BusState {
    return this.#state;
  }

  publish(topic: Topic, hint: JsonObject): void {
    this.#send(this.#channelOf(topic), hint);
  }

  subscribe(topic: Topic, listener: BusListener): () => void {
    const channel = this.#channelOf(topic);
    const known = this.#listeners.get(channel);
    const listeners = known ?? new Set();
    listeners.add(listener);
    if (known) listener.joined?.();
    else {
      this.#listeners.set(channel, listeners);
      this.#options.transport.listen(channel);
    }
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return;
      this.#listeners.delete(channel);
      this.#options.transport.leave(channel);
    };
  }

  watchNodes(watcher: NodeWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  rate(name: string, rate: BusRate): SharedRate {
    return this.#options.rate(name, rate, () => this.#state === 'connected');
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#send(this.#beats, { bye: true });
    this.seats.close();
    this.#listeners.clear();
    await this.#options.transport.close();
  }

  #channelOf({ subject, tenantId }: Topic): string {
    return `${this.#options.prefix}${subject}:${tenantId}`;
  }

  #send(channel: string, body: JsonObject): void {
    const text = sealHint(this.#options.key, channel, { node: this.node, body });
    const isSent = text.length <= MAX_HINT_CHARACTERS && this.#options.transport.send(channel, text);
    if (isSent) this.counts.sent++;
    else this.counts.unsent++;
  }

  #beat(): void {
    const now = ++this.#beatsMade;
    if (now - this.#echoedAt > this.#silence) {
      this.#lose();
      this.#echoedAt = now;
      this.#options.transport.restart();
    }
    this.#send(this.#beats, {});
    this.#others.sweep(now);
    this.counts.nodes = this.#others.size;
  }

  #joined(channel: string): void {
    if (channel === this.#beats) this.#send(channel, {});
    for (const listener of [...(this.#listeners.get(channel) ?? [])]) {
      this.#guarded(() => listener.joined?.());
    }
  }

  #heard(channel: string, text: string): void {
    const hint = openHint(this.#options.key, channel, text);
    if (!hint) {
      this.counts.refused++;
      return;
    }
    const { node, body } = hint;
    if (channel === this.#beats) this.#heardBeat(node, body);
    if (node === this.node || channel === this.#beats) return;
    this.counts.heard++;
    this.#others.heard(node, this.#beatsMade);
    for (const listener of [...(this.#listeners.get(channel) ?? [])]) {
      this.#guarded(() => listener.heard(body, node));
    }
  }

  #heardBeat(node: string, { bye }: JsonObject): void {
    if (node !== this.node) {
      if (bye === true) this.#others.left(node);
      else this.#others.heard(node, this.#beatsMade);
      this.counts.nodes = this.#others.size;
      return;
    }
    this.#echoedAt = this.#beatsMade;
    this.#state = 'connected';
  }

  #lose(): void {
    if (this.#state === 'lost') return;
    this.#state = 'lost';
    this.counts.losses++;
    this.#options.logger.warn({}, 'The bus to other nodes is lost; going by the log until it is back.');
  }

  #tell(say: (watcher: NodeWatcher) => void): void {
    for (const watcher of [...this.#watchers]) this.#guarded(() => say(watcher));
  }

  /** What a hint brings about in one listener must not reach the others. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.logger.error({ err: error }, 'A hint of another node could not be taken.');
    }
  }
}
