import type { ClientFrame, ServerFrame } from '@atrium/protocol';
import {
  decodeServerFrame,
  encodeClientFrame,
  MIN_PROTOCOL_VERSION,
  PROTOCOL_VERSION,
} from '@atrium/protocol';
import { traced } from '../../shared/command-trace.ts';
import { Cell, type Observable } from '../observable.ts';
import type { Clock, Logger, OpenSocket, Random, Socket, Timer } from '../ports.ts';
import { backOffMs, RECONNECT_BACK_OFF } from './back-off.ts';
import {
  CONNECTION_TABLE,
  type ConnectionEvent,
  type ConnectionState,
  eventOfClose,
  wantsLongWait,
} from './connection-state.ts';

export type Welcome = Extract<ServerFrame, { kind: 'welcome' }>;

export interface ConnectionOptions {
  readonly url: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly appVersion: string;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Asked when a socket never opened: a browser does not say why. */
  readonly isSignedOut: () => Promise<boolean>;
  readonly onLive: (welcome: Welcome) => void;
  readonly onFrame: (frame: ServerFrame) => void;
  /** The connection is gone; `code` is the close code, 0 when we ended it ourselves. */
  readonly onDown: (code: number) => void;
}

const GREETING_MS = 10_000;
const DEFAULT_HEARTBEAT_MS = 20_000;

/** One connection's life over many sockets: greets, keeps alive, and comes back after every loss. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #state = new Cell<ConnectionState>('idle');
  #socket: Socket | undefined;
  /** Tells frames of the present socket from those of earlier ones. */
  #generation = 0;
  #timer: Timer | undefined;
  #attempt = 0;
  #waitAtLeastMs = 0;
  #heartbeatMs = DEFAULT_HEARTBEAT_MS;
  #heardAt = 0;
  #nonce = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get state(): Observable<ConnectionState> {
    return this.#state;
  }

  get isLive(): boolean {
    return this.#state.get() === 'live';
  }

  start(): void {
    this.#happen('start');
  }

  setOnline(online: boolean): void {
    this.#happen(online ? 'cameOnline' : 'wentOffline');
  }

  /** HTTP said 401: no use to go on before someone signs in. */
  signedOut(): void {
    this.#happen('signedOut', 4401);
  }

  stop(): void {
    this.#happen('stop');
  }

  /** Goes through only while live. */
  send(frame: ClientFrame): boolean {
    if (!this.isLive || !this.#socket) return false;
    const socket = this.#socket;
    if (frame.kind !== 'command') socket.send(encodeClientFrame(frame));
    else traced('connection.command', frame.command.id, () => socket.send(encodeClientFrame(frame)));
    return true;
  }

  #happen(event: ConnectionEvent, code = 0): void {
    const from = this.#state.get();
    const to = CONNECTION_TABLE[from][event];
    if (to === from) return;
    if (to !== 'greeting' && to !== 'live') this.#drop();
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#state.set(to);
    if (from === 'live') this.#options.onDown(code);
    this.#enter(to);
  }

  #enter(state: ConnectionState): void {
    const { clock, random } = this.#options;
    if (state === 'connecting') this.#open();
    else if (state === 'greeting') this.#greet();
    else if (state === 'live') this.#watch();
    else if (state === 'waiting') {
      const wait = Math.max(this.#waitAtLeastMs, backOffMs(this.#attempt++, RECONNECT_BACK_OFF, random));
      this.#waitAtLeastMs = 0;
      this.#timer = clock.setTimer(wait, () => this.#happen('retry'));
    }
  }

  #open(): void {
    const generation = ++this.#generation;
    const mine = (run: () => void) => {
      if (generation === this.#generation) run();
    };
    this.#timer = this.#options.clock.setTimer(GREETING_MS, () => this.#happen('lost'));
    this.#socket = this.#options.openSocket(this.#options.url, {
      onOpen: () => mine(() => this.#happen('opened')),
      onFrame: (bytes) => mine(() => this.#receive(bytes)),
      onClose: (code) => mine(() => this.#closed(code)),
    });
  }

  #greet(): void {
    const { tenantId, clientId, appVersion, clock } = this.#options;
    this.#timer = clock.setTimer(GREETING_MS, () => this.#happen('lost'));
    this.#socket?.send(
      encodeClientFrame({
        kind: 'hello',
        minVersion: MIN_PROTOCOL_VERSION,
        maxVersion: PROTOCOL_VERSION,
        tenantId,
        clientId,
        appVersion,
      }),
    );
  }

  #receive(bytes: Uint8Array): void {
    this.#heardAt = this.#options.clock.now();
    const decoded = decodeServerFrame(bytes);
    if (!decoded.ok) {
      // A newer server may send kinds we do not know; anything else we must not guess past.
      this.#options.logger.warn('A frame could not be read.', { ...decoded.problem });
      if (decoded.problem.code !== 'UNKNOWN_FRAME') this.#closed(1002);
      return;
    }
    const { frame } = decoded;
    if (frame.kind === 'ping') this.#socket?.send(encodeClientFrame({ kind: 'pong', nonce: frame.nonce }));
    else if (frame.kind === 'goAway') this.#goAway(frame.reconnectAfterMs);
    else if (frame.kind === 'welcome') this.#welcomed(frame);
    else if (frame.kind !== 'pong') this.#options.onFrame(frame);
  }

  #welcomed(welcome: Welcome): void {
    if (this.#state.get() !== 'greeting') return;
    this.#heartbeatMs = welcome.heartbeatMs > 0 ? welcome.heartbeatMs : DEFAULT_HEARTBEAT_MS;
    this.#attempt = 0;
    this.#happen('welcomed');
    this.#options.onLive(welcome);
  }

  #goAway(afterMs: number): void {
    this.#waitAtLeastMs = Math.round(afterMs * (1 + this.#options.random()));
    this.#happen('lost', 4500);
  }

  #closed(code: number): void {
    const opened = this.#state.get() !== 'connecting';
    if (wantsLongWait(code)) this.#waitAtLeastMs = 5_000;
    this.#happen(eventOfClose(code), code);
    if (!opened) void this.#askWhy();
  }

  async #askWhy(): Promise<void> {
    const signedOut = await this.#options.isSignedOut().catch(() => false);
    if (signedOut && this.#state.get() === 'waiting') this.#happen('signedOut', 4401);
  }

  /** Asks for a sign of life after one silent heartbeat, and gives up after two. */
  #watch(): void {
    const { clock } = this.#options;
    this.#heardAt = clock.now();
    const look = () => {
      const silentMs = clock.now() - this.#heardAt;
      if (silentMs >= 2 * this.#heartbeatMs) return this.#happen('lost', 4510);
      if (silentMs >= this.#heartbeatMs) this.send({ kind: 'ping', nonce: ++this.#nonce });
      this.#timer = clock.setTimer(this.#heartbeatMs / 2, look);
    };
    this.#timer = clock.setTimer(this.#heartbeatMs / 2, look);
  }

  #drop(): void {
    this.#generation++;
    this.#socket?.close();
    this.#socket = undefined;
  }
}
