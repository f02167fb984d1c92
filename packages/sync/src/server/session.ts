import { refuse } from '@atrium/model';
import {
  CLOSE_CODES,
  type ClientFrame,
  type CloseCode,
  decodeClientFrame,
  type JsonObject,
  MIN_PROTOCOL_VERSION,
  newId,
  PROTOCOL_VERSION,
  type Refusal,
  type ServerFrame,
} from '@atrium/protocol';
import type { Timer } from '../shared/clock.ts';
import { CommandDesk } from './command-desk.ts';
import type { FanOut } from './fan-out.ts';
import type { Identified } from './identity.ts';
import { Outbound, type WireSocket } from './outbound.ts';
import { RateGate } from './rate-gate.ts';
import { SESSION_STEPS, type SessionEvent, type SessionState } from './session-states.ts';
import { resume, subscribe } from './subscribe.ts';
import { Subscriber } from './subscriber.ts';
import type { Surroundings } from './surroundings.ts';

/** A session's part in one tenant, from Welcome on. */
interface Membership {
  readonly tenantId: string;
  readonly release: () => void;
  readonly fanOut: FanOut;
  readonly subscriber: Subscriber;
  readonly desk: CommandDesk;
}

type FrameOf<Kind extends ClientFrame['kind']> = Extract<ClientFrame, { kind: Kind }>;

/** One connection's life, from the upgrade to the last byte. */
export class Session {
  readonly connectionId = newId();
  readonly who: Identified;
  readonly #around: Surroundings;
  readonly #socket: WireSocket;
  readonly #out: Outbound;
  readonly #gate: RateGate;
  readonly #openedAt: number;
  readonly #onEnd: (session: Session) => void;
  #state: SessionState = 'awaitingHello';
  #membership: Membership | undefined;
  #heardAt: number;
  #pingedAt = 0;
  #behindSince: number | undefined;
  #drainTimer: Timer | undefined;

  constructor(
    around: Surroundings,
    socket: WireSocket,
    from: { who: Identified; ip: string; onEnd(session: Session): void },
  ) {
    const { clock, limits, counters, rates } = around;
    this.#around = around;
    this.#socket = socket;
    this.who = from.who;
    this.#onEnd = from.onEnd;
    this.#openedAt = clock.now();
    this.#heardAt = clock.now();
    this.#out = new Outbound(socket, limits, {
      counters,
      overflow: () => this.end(4508, 'The connection reads too slowly.'),
    });
    this.#gate = new RateGate(clock, limits.rates.connection, (count) =>
      rates.take([from.who.userId, from.ip, this.#membership?.tenantId ?? ''], count),
    );
  }

  get state(): SessionState {
    return this.#state;
  }

  get isBehind(): boolean {
    return this.#behindSince !== undefined;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** What the peer sent. Never throws: even a bug of ours ends this connection alone. */
  receive(bytes: Uint8Array): void {
    try {
      this.#receive(bytes);
    } catch (error) {
      this.#around.logger.error({ err: error }, 'A frame could not be handled.');
      this.end(4500, 'Something went wrong. Reconnecting helps.', 'UNAVAILABLE');
    }
  }

  #receive(bytes: Uint8Array): void {
    if (this.#state === 'closed') return;
    const { counters, limits, clock } = this.#around;
    counters.framesIn++;
    counters.bytesIn += bytes.length;
    this.#heardAt = clock.now();
    if (this.#isExpired()) this.end(4401, 'The session has expired.');
    else if (bytes.length > limits.frameBytes) {
      this.end(4413, `A frame may have ${limits.frameBytes} bytes at most.`);
    } else this.#read(bytes);
  }

  /** The socket is gone. */
  closed(): void {
    if (this.#step('end')) this.#leave();
  }

  /** Says why, then closes. */
  end(closeCode: CloseCode, message: string, code: string = CLOSE_CODES[closeCode].name): void {
    if (!this.#step('end')) return;
    this.#problem(code, message, { closeCode });
    const { closed } = this.#around.counters;
    closed[closeCode] = (closed[closeCode] ?? 0) + 1;
    this.#leave();
    this.#socket.close(closeCode, CLOSE_CODES[closeCode].name);
  }

  /** Takes no more work, answers what it has. */
  async drain(reason: string, reconnectAfterMs: number): Promise<void> {
    if (!this.#step('goAway')) return;
    this.#out.send({ kind: 'goAway', reason, reconnectAfterMs });
    await this.#membership?.desk.idle();
  }

  /** Called every few hundred milliseconds: what time alone brings about. */
  sweep(): void {
    if (this.#state === 'closed') return;
    const { clock, limits } = this.#around;
    const now = clock.now();
    const silence = now - this.#heardAt;
    const isGreeted = this.#membership !== undefined;
    if (this.#isExpired()) this.end(4401, 'The session has expired.');
    else if (!isGreeted && now - this.#openedAt > limits.helloMs) this.end(4400, 'No Hello came in time.');
    else if (this.#behindSince !== undefined && now - this.#behindSince > limits.slowReaderMs) {
      this.end(4508, 'The connection reads too slowly.');
    } else if (silence > limits.silenceMs) {
      this.end(4510, 'No sign of life came within the heartbeat.');
      this.#socket.terminate();
    } else if (silence >= limits.heartbeatMs && now - this.#pingedAt >= limits.heartbeatMs) {
      this.#pingedAt = now;
      this.#out.send({ kind: 'ping', nonce: now });
    }
  }

  #read(bytes: Uint8Array): void {
    const decoded = decodeClientFrame(bytes);
    if (decoded.ok) {
      this.#pass(decoded.frame, bytes.length);
      return;
    }
    this.#around.counters.badFrames++;
    const { code, message, commandId } = decoded.problem;
    if (commandId === undefined || this.#state !== 'live') this.end(4400, message, code);
    else this.#out.send({ kind: 'refused', commandId, refusal: refuse('INVALID_INPUT', message) });
  }

  #pass(frame: ClientFrame, bytes: number): void {
    const passage = this.#gate.take();
    if (passage === 'end') this.end(4429, 'Too many frames, after a warning.');
    else if (this.#step(frame.kind)) {
      if (passage === 'pass') this.#handle(frame, bytes);
      else this.#holdBack(frame, passage === 'warn');
    }
  }

  /** Frames over the rate: a command is refused for now, presence is dropped, the rest is cheap enough. */
  #holdBack(frame: ClientFrame, isFirst: boolean): void {
    this.#around.counters.rateLimited++;
    const details = { retryAfterMs: this.#gate.retryAfterMs };
    if (isFirst) {
      this.#problem('RATE_LIMITED', 'Too many frames. Slow down, or the connection ends.', { details });
    }
    if (frame.kind === 'command') {
      const refusal = refuse('RATE_LIMITED', 'Too many requests. Try again in a moment.', details);
      this.#out.send({ kind: 'refused', commandId: frame.command.id, refusal });
    } else if (frame.kind !== 'presence') this.#handle(frame, 0);
  }

  #handle(frame: ClientFrame, bytes: number): void {
    switch (frame.kind) {
      case 'hello':
        void this.#greet(frame);
        return;
      case 'ping':
        this.#out.send({ kind: 'pong', nonce: frame.nonce });
        return;
      case 'pong':
        return;
      case 'command':
        this.#around.counters.commands++;
        this.#membership?.desk.take(frame.command, bytes);
        return;
      default:
        if (this.#membership) this.#work(frame, this.#membership);
    }
  }

  #work(frame: FrameOf<'subscribe' | 'unsubscribe' | 'presence'>, membership: Membership): void {
    const { fanOut, subscriber } = membership;
    switch (frame.kind) {
      case 'subscribe':
        void this.#subscribe(frame, membership);
        return;
      case 'unsubscribe':
        subscriber.pending.delete(frame.scope);
        subscriber.waiting.delete(frame.scope);
        fanOut.drop(subscriber, frame.scope);
        return;
      case 'presence':
        this.#setPresence(frame, membership);
    }
  }

  async #greet(hello: FrameOf<'hello'>): Promise<void> {
    const { clock, limits, logger } = this.#around;
    if (hello.minVersion > PROTOCOL_VERSION || hello.maxVersion < MIN_PROTOCOL_VERSION) {
      this.end(4406, 'No protocol version in common. Reload the app.');
      return;
    }
    const { tenantId } = hello;
    try {
      const membership = await this.#join(tenantId);
      if (!this.#step('welcomed')) {
        if (!isRefused(membership)) membership.release();
        return;
      }
      if (isRefused(membership)) {
        this.end(4403, membership.message);
        return;
      }
      this.#membership = membership;
      membership.fanOut.subscribers.add(membership.subscriber);
      this.#out.send({
        kind: 'welcome',
        version: Math.min(hello.maxVersion, PROTOCOL_VERSION),
        connectionId: this.connectionId,
        tenantId,
        personId: membership.subscriber.personId,
        head: membership.fanOut.position,
        serverTime: new Date(clock.now()).toISOString(),
        heartbeatMs: limits.heartbeatMs,
        maxFrameBytes: limits.frameBytes,
      });
    } catch (error) {
      logger.error({ err: error, tenantId }, 'A connection could not be welcomed.');
      this.end(4500, 'The store cannot be reached. Try again.', 'UNAVAILABLE');
    }
  }

  /** A tenant that does not exist and one that the person is no member of look alike. */
  async #join(tenantId: string): Promise<Membership | Refusal> {
    const { fanOuts, engine, clock, limits, logger } = this.#around;
    const stranger = refuse('FORBIDDEN', 'You are not a member of this workspace.');
    const personId = await this.who.tenantAccess(tenantId);
    if (personId === undefined) return stranger;
    const { fanOut, release } = await fanOuts.acquire(tenantId);
    if (!(await this.#isMember(fanOut, personId, release))) {
      release();
      return stranger;
    }
    const subscriber = new Subscriber(this.connectionId, personId, {
      send: (frame) => this.#out.send(frame),
      offer: (bytes) => this.#state === 'closed' || this.#out.offer(bytes),
      fellBehind: () => this.#waitForDrain(),
      end: (code, message) => this.end(code, message),
    });
    const actor = { personId, via: this.who.via ?? 'web' } as const;
    const desk = new CommandDesk({ engine, clock, limits, logger }, { tenantId, actor }, (frame) =>
      this.#reply(frame),
    );
    return { tenantId, release, fanOut, subscriber, desk };
  }

  /** A person who was just invited may be newer than what the fan-out has seen. */
  async #isMember(fanOut: FanOut, personId: string, release: () => void): Promise<boolean> {
    if (fanOut.member(personId)) return true;
    const { engine, tenantId } = fanOut.deps;
    try {
      await fanOut.reach(await engine.head(tenantId));
    } catch (error) {
      release();
      throw error;
    }
    return fanOut.member(personId) !== undefined;
  }

  #reply(frame: ServerFrame): void {
    const membership = this.#membership;
    if (!membership) return;
    if (frame.kind === 'refused') this.#around.counters.refused++;
    this.#out.send(frame);
    if (frame.kind === 'ack') membership.fanOut.owe(membership.subscriber, frame.lastPosition);
  }

  async #subscribe(
    { scope, fromPosition }: { scope: string; fromPosition: number },
    { fanOut, subscriber }: Membership,
  ): Promise<void> {
    const { limits, logger } = this.#around;
    const open = new Set([...subscriber.scopes.keys(), ...subscriber.pending.keys(), scope]);
    if (open.size > limits.subscriptions) {
      this.#out.send({ kind: 'withdrawn', scope, reason: 'limit' });
      return;
    }
    try {
      await subscribe(fanOut, subscriber, { scope, fromPosition });
    } catch (error) {
      logger.error({ err: error, scope }, 'A subscription failed.');
      this.end(4500, 'The store cannot be reached. Try again.', 'UNAVAILABLE');
    }
  }

  #setPresence({ scope, state }: FrameOf<'presence'>, { fanOut, subscriber }: Membership): void {
    const most = this.#around.limits.presenceBytes;
    if (!subscriber.scopes.has(scope)) return;
    if (state !== null && Buffer.byteLength(JSON.stringify(state)) > most) {
      this.#problem('LIMIT_EXCEEDED', `A presence may have ${most} bytes at most.`, { details: { scope } });
      return;
    }
    if (fanOut.presence.set(subscriber, scope, state)) return;
    this.#problem('LIMIT_EXCEEDED', 'No more presence fits here.', { details: { scope } });
  }

  #waitForDrain(): void {
    this.#behindSince ??= this.#around.clock.now();
    this.#drainTimer ??= this.#around.clock.setTimer(this.#around.limits.drainPollMs, () => {
      this.#drainTimer = undefined;
      if (this.#membership && this.#out.isDrained) this.#resume(this.#membership);
      else if (this.#membership) this.#waitForDrain();
    });
  }

  #resume(membership: Membership): void {
    this.#around.counters.resynchronised++;
    this.#behindSince = undefined;
    const { fanOut, subscriber } = membership;
    resume(fanOut, subscriber);
    for (const [scope, fromPosition] of [...subscriber.waiting]) {
      void this.#subscribe({ scope, fromPosition }, membership);
    }
  }

  #problem(code: string, message: string, more: { details?: JsonObject; closeCode?: number }): void {
    const { details = {}, closeCode = 0 } = more;
    this.#out.send({ kind: 'problem', code, message, details, closeCode });
  }

  #isExpired(): boolean {
    return this.#around.clock.now() >= this.who.expiresAt;
  }

  /** True when the event is to be handled in the state the session is in. */
  #step(event: SessionEvent): boolean {
    const { next, reaction } = SESSION_STEPS[this.#state][event];
    if (reaction === 'fault') {
      this.end(4400, `A ${event} frame came out of order.`, 'OUT_OF_ORDER');
      return false;
    }
    this.#state = next;
    return reaction === 'handle';
  }

  #leave(): void {
    this.#drainTimer?.cancel();
    const membership = this.#membership;
    this.#membership = undefined;
    if (membership) {
      membership.desk.close();
      membership.fanOut.leave(membership.subscriber);
      membership.release();
    }
    this.#onEnd(this);
  }
}

function isRefused(value: Membership | Refusal): value is Refusal {
  return 'code' in value;
}
