import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Bus, soleBus } from '@atrium/engine';
import { type CloseCode, encodeServerFrame, type Refusal } from '@atrium/protocol';
import type { Clock, Timer } from '../shared/clock.ts';
import type { ScopeDigests } from '../shared/digest-ranges.ts';
import { type Bootstrapped, type BootstrapRequest, bootstrap } from './bootstrap.ts';
import type { Connect } from './connection.ts';
import { type Counters, newCounters } from './counters.ts';
import { type DigestRequest, Digests } from './digests.ts';
import { FanOuts } from './fan-outs.ts';
import { type BatchRequest, type SyncAnswer, submitBatch } from './http-sync.ts';
import { type Authenticate, isIdentified } from './identity.ts';
import { DEFAULT_LIMITS, type SyncLimits } from './limits.ts';
import { SILENT, type SyncLogger } from './logger.ts';
import type { WireSocket } from './outbound.ts';
import { SharedRates } from './rate-gate.ts';
import { Session } from './session.ts';
import type { Surroundings } from './surroundings.ts';
import type { SyncEngine } from './sync-engine.ts';
import { SYSTEM_CLOCK } from './system-clock.ts';
import { Upgrades } from './upgrades.ts';

export interface SyncServerOptions {
  readonly engine: SyncEngine;
  readonly authenticate: Authenticate;
  /** Asked for upgrades that come with a cookie; those with a token need no origin. */
  readonly allowOrigin: (origin: string, host: string | undefined) => boolean;
  /** Which of these sessions still hold. Asked about all live ones several times a second; leave out to trust expiry. */
  readonly stillValid?: (sessionIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The client's address, where a proxy stands in front; the socket's peer unless told. */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** To the other nodes, where there are any; whoever opened it closes it. */
  readonly bus?: Bus;
  readonly limits?: Partial<SyncLimits>;
  readonly clock?: Clock;
  readonly logger?: SyncLogger;
}

export interface SyncStats extends Counters {
  readonly openConnections: number;
  readonly openTenants: number;
  /** Connections that are too slow for live deltas right now. */
  readonly slowConnections: number;
  /** Handed to sockets, not yet taken by the network. */
  readonly bufferedBytes: number;
}

export interface SyncServer {
  /** For `server.on('upgrade', …)`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  readonly connect: Connect;
  bootstrap(request: BootstrapRequest): Promise<Bootstrapped>;
  /** What a client holds of a scope, compared without sending it. */
  digests(request: DigestRequest): Promise<ScopeDigests | Refusal>;
  submitBatch(request: BatchRequest): Promise<SyncAnswer>;
  /** Closes the connections of a session or of a user, at once. */
  revoke(of: { readonly sessionId: string } | { readonly userId: string }): void;
  stats(): SyncStats;
  /** Asks everyone to go, waits for what is undecided at most `graceMs`, closes. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

export function createSyncServer(options: SyncServerOptions): SyncServer {
  return new Server(options);
}

class Server implements SyncServer {
  readonly #options: SyncServerOptions;
  readonly #around: Surroundings;
  readonly #bus: Bus;
  readonly #digests: Digests;
  readonly #sessions = new Set<Session>();
  readonly #byUser = new Map<string, Set<Session>>();
  readonly #upgrades: Upgrades;
  #sweep: Timer | undefined;
  #isClosing = false;
  /** Told once per outage: it is tried several times a second. */
  #isUnchecked = false;

  constructor(options: SyncServerOptions) {
    const { engine, clock = SYSTEM_CLOCK, logger = SILENT, bus = soleBus() } = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#options = options;
    this.#bus = bus;
    this.#around = {
      engine,
      clock,
      logger,
      limits,
      counters: newCounters(),
      rates: new SharedRates(bus, limits.rates),
      fanOuts: new FanOuts({ engine, bus, clock, logger, limits }),
    };
    this.#digests = new Digests(this.#around);
    this.#upgrades = new Upgrades({
      ...options,
      limits,
      logger,
      connect: this.connect,
      isStopping: () => this.#isClosing,
    });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    return this.#upgrades.take(request, socket, head);
  }

  readonly connect: Connect = (socket, { who, ip }) => {
    const { limits, counters } = this.#around;
    if (!isIdentified(who)) return turnAway(socket, 4401, who.message);
    if (this.#isClosing) return turnAway(socket, 4500, 'The server stops.');
    const own = this.#byUser.get(who.userId) ?? new Set();
    if (own.size >= limits.connectionsPerUser) return turnAway(socket, 4429, 'Too many connections.');
    const session = new Session(this.#around, socket, { who, ip, onEnd: this.#forget });
    this.#sessions.add(session);
    this.#byUser.set(who.userId, own.add(session));
    counters.connections++;
    void this.#takeSeat(session);
    this.#sweepLater();
    return session;
  };

  bootstrap(request: BootstrapRequest): Promise<Bootstrapped> {
    return bootstrap(this.#around, request);
  }

  digests(request: DigestRequest): Promise<ScopeDigests | Refusal> {
    return this.#digests.read(request);
  }

  submitBatch(request: BatchRequest): Promise<SyncAnswer> {
    return submitBatch(this.#around, request);
  }

  revoke(of: { readonly sessionId: string } | { readonly userId: string }): void {
    for (const session of [...this.#sessions]) {
      const { sessionId, userId } = session.who;
      const isMeant = 'sessionId' in of ? of.sessionId === sessionId : of.userId === userId;
      if (isMeant) session.end(4401, 'You were signed out.');
    }
  }

  stats(): SyncStats {
    const { counters, fanOuts } = this.#around;
    const sessions = [...this.#sessions];
    return {
      ...counters,
      openConnections: sessions.length,
      openTenants: fanOuts.size,
      slowConnections: sessions.filter(({ isBehind }) => isBehind).length,
      bufferedBytes: sessions.reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0),
    };
  }

  async close({ graceMs = 5_000 }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#isClosing = true;
    const { clock, fanOuts } = this.#around;
    let timer: Timer | undefined;
    const grace = new Promise<void>((end) => {
      timer = clock.setTimer(graceMs, end);
    });
    const sessions = [...this.#sessions];
    const backEveryMs = Math.min(BACK_EVERY_MS, ALL_BACK_MS / sessions.length);
    const drained = sessions.map((session, at) =>
      session.drain('The server stops.', Math.round(FIRST_BACK_MS + at * backEveryMs)),
    );
    await Promise.race([Promise.all(drained), grace]);
    timer?.cancel();
    for (const session of [...this.#sessions]) session.end(4500, 'The server stops.');
    this.#sweep?.cancel();
    await fanOuts.close();
    this.#upgrades.close();
  }

  readonly #forget = (session: Session): void => {
    const { userId } = session.who;
    this.#sessions.delete(session);
    this.#bus.seats.leave(userId, session.connectionId);
    const own = this.#byUser.get(userId);
    own?.delete(session);
    if (own?.size === 0) this.#byUser.delete(userId);
  };

  /** What a user has open on other nodes counts, too; it is known a moment later. */
  async #takeSeat(session: Session): Promise<void> {
    const taken = await this.#bus.seats.take(session.who.userId, session.connectionId);
    const most = this.#around.limits.connectionsPerUser;
    if (taken > most) session.end(4429, 'Too many connections.', 'RATE_LIMITED');
  }

  #sweepLater(): void {
    const { clock, limits } = this.#around;
    this.#sweep ??= clock.setTimer(limits.sweepMs, () => {
      this.#sweep = undefined;
      for (const session of [...this.#sessions]) session.sweep();
      void this.#dropRevoked();
      if (this.#sessions.size > 0) this.#sweepLater();
    });
  }

  async #dropRevoked(): Promise<void> {
    const { stillValid } = this.#options;
    const asked = new Set([...this.#sessions].map(({ who }) => who.sessionId));
    if (!stillValid || asked.size === 0) return;
    try {
      const valid = await stillValid([...asked]);
      this.#isUnchecked = false;
      for (const sessionId of asked) if (!valid.has(sessionId)) this.revoke({ sessionId });
    } catch (error) {
      if (!this.#isUnchecked) {
        this.#around.logger.warn({ err: error }, 'Sessions cannot be checked; trying on.');
      }
      this.#isUnchecked = true;
    }
  }
}

/** When those who were asked to go may come back: one after the other, not all at once, to whoever is left. */
const FIRST_BACK_MS = 100;
const BACK_EVERY_MS = 2;
const ALL_BACK_MS = 8_000;

function turnAway(socket: WireSocket, closeCode: CloseCode, message: string): undefined {
  const code = { 4401: 'UNAUTHENTICATED', 4429: 'RATE_LIMITED' }[closeCode as number] ?? 'UNAVAILABLE';
  socket.send(encodeServerFrame({ kind: 'problem', code, message, details: {}, closeCode }));
  socket.close(closeCode, code);
}
