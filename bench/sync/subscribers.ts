import { projectScope } from '@atrium/model';
import {
  decodeServerFrame,
  encodeClientFrame,
  MIN_PROTOCOL_VERSION,
  newId,
  PROTOCOL_VERSION,
  type ServerFrame,
} from '@atrium/protocol';
import { WebSocket } from 'ws';
import type { Child } from '../measure/child.ts';
import { epochMs } from '../measure/epoch-ms.ts';
import type { Burst, BurstDone, ServerReady, Steady, SteadyDone } from './server-process.ts';

/** The server's default allows a hundred connections for each user. */
export const CONNECTIONS_PER_USER = 90;

interface Arrival {
  readonly position: number;
  readonly at: number;
}

interface Deltas {
  readonly bytes: Buffer;
  readonly position: number;
  readonly events: number;
}

/** Many sockets that look at one project, and count what they are given. */
export class Subscribers {
  readonly #server: Child<ServerReady>;
  readonly #sockets: WebSocket[] = [];
  readonly #received: number[] = [];
  readonly #positions: number[] = [];
  /** Everyone gets the same bytes: decoded once, recognised afterwards, so that the load does not set the pace. */
  readonly #known: Deltas[] = [];
  #arrived: (index: number, position: number) => void = () => undefined;
  #changed: () => void = () => undefined;

  static async open(server: Child<ServerReady>, count: number): Promise<Subscribers> {
    const subscribers = new Subscribers(server);
    const all = Array.from({ length: count }, (_, index) => index);
    // Some at a time, as after a restart behind a proxy.
    for (let start = 0; start < count; start += 50) {
      await Promise.all(all.slice(start, start + 50).map((index) => subscribers.#open(index)));
    }
    return subscribers;
  }

  private constructor(server: Child<ServerReady>) {
    this.#server = server;
  }

  /** Deltas delivered per second, from the first command until the last subscriber has everything. */
  async burst(commands: number): Promise<number> {
    this.#received.fill(0);
    const began = performance.now();
    const request: Burst = { commands };
    const { lastPosition } = await this.#server.ask<BurstDone>(request);
    while (this.#positions.some((position) => position < lastPosition)) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    const seconds = (performance.now() - began) / 1_000;
    if (this.#received.some((events) => events !== commands))
      throw new Error('A delta is missing, or came twice.');
    return (commands * this.#sockets.length) / seconds;
  }

  /** Milliseconds from each commit to each subscriber, commands coming one by one at a rate. */
  async steady(request: Steady): Promise<number[]> {
    const arrivals = this.#sockets.map((): Arrival[] => []);
    this.#arrived = (index, position) => arrivals[index]?.push({ position, at: epochMs() });
    const { commits } = await this.#server.ask<SteadyDone>(request);
    const lastPosition = Math.max(...commits.map(({ position }) => position));
    while (this.#positions.some((position) => position < lastPosition)) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    this.#arrived = () => undefined;
    return arrivals.flatMap((mine) => {
      let next = 0;
      return commits.map(({ position, at }) => {
        while ((mine[next]?.position ?? Number.POSITIVE_INFINITY) < position) next += 1;
        const arrival = mine[next];
        if (!arrival) throw new Error('A delta is missing.');
        return Math.max(0, arrival.at - at);
      });
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  async #open(index: number): Promise<void> {
    const { url, tenantId, people, liveProjectId } = this.#server.ready;
    const { cookie = '' } = people[Math.floor(index / CONNECTIONS_PER_USER) % people.length] ?? {};
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    this.#sockets[index] = socket;
    this.#received[index] = 0;
    this.#positions[index] = 0;
    const send = (frame: Parameters<typeof encodeClientFrame>[0]) => socket.send(encodeClientFrame(frame));
    const versions = { minVersion: MIN_PROTOCOL_VERSION, maxVersion: PROTOCOL_VERSION };
    socket.on('open', () =>
      send({ kind: 'hello', ...versions, tenantId, clientId: newId(), appVersion: 'bench' }),
    );
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (code) => reject(new Error(`The server closed a connection with ${code}.`)));
      socket.on('message', (bytes: Buffer) => {
        const known = this.#known.find((deltas) => deltas.bytes.equals(bytes));
        const frame = known ? undefined : frameOf(bytes);
        if (frame?.kind === 'welcome') {
          send({ kind: 'subscribe', scope: projectScope(liveProjectId), fromPosition: frame.head });
        } else if (frame?.kind === 'subscribed') resolve();
        const deltas = known ?? (frame && this.#learn(bytes, frame));
        if (deltas) this.#count(index, deltas);
      });
    });
  }

  #learn(bytes: Buffer, frame: ServerFrame): Deltas | undefined {
    if (frame.kind !== 'deltas') return undefined;
    const deltas = { bytes: Buffer.from(bytes), position: frame.position, events: frame.events.length };
    this.#known.push(deltas);
    if (this.#known.length > 32) this.#known.shift();
    return deltas;
  }

  #count(index: number, { position, events }: Deltas): void {
    this.#received[index] = (this.#received[index] ?? 0) + events;
    this.#positions[index] = position;
    this.#arrived(index, position);
    this.#changed();
  }
}

function frameOf(bytes: Buffer): ServerFrame {
  const decoded = decodeServerFrame(bytes);
  if (!decoded.ok) throw new Error(decoded.problem.message);
  return decoded.frame;
}
