import { refuse } from '@atrium/model';
import type { Actor, Command, Outcome, ServerFrame } from '@atrium/protocol';
import type { Clock, Timer } from '../shared/clock.ts';
import { startSpan, within } from '../shared/command-trace.ts';
import type { SyncLimits } from './limits.ts';
import type { SyncLogger } from './logger.ts';
import type { SyncEngine } from './sync-engine.ts';

export interface DeskDeps {
  readonly engine: Pick<SyncEngine, 'submit'>;
  readonly clock: Clock;
  readonly limits: Pick<SyncLimits, 'commandsInFlight' | 'commandBytesInFlight' | 'receivedAfterMs'>;
  readonly logger: SyncLogger;
}

/** Takes one connection's commands to the engine and brings the outcomes back. */
export class CommandDesk {
  readonly #deps: DeskDeps;
  readonly #tenantId: string;
  readonly #actor: Actor;
  readonly #reply: (frame: ServerFrame) => void;
  /** Undecided commands that the client does not yet know to have arrived: id -> since when. */
  readonly #unmentioned = new Map<string, number>();
  #inFlight = 0;
  #bytesInFlight = 0;
  #mentionTimer: Timer | undefined;
  #idle: (() => void)[] = [];

  constructor(
    deps: DeskDeps,
    who: { readonly tenantId: string; readonly actor: Actor },
    reply: (frame: ServerFrame) => void,
  ) {
    this.#deps = deps;
    this.#tenantId = who.tenantId;
    this.#actor = who.actor;
    this.#reply = reply;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The actor is the session's: nothing in a frame can say otherwise. */
  take(command: Command, bytes: number): void {
    const { limits, clock, engine } = this.#deps;
    const most = limits.commandsInFlight;
    // One alone is always taken, however long.
    const isTooMuch = this.#inFlight > 0 && this.#bytesInFlight + bytes > limits.commandBytesInFlight;
    if (this.#inFlight >= most || isTooMuch) {
      const sentence = isTooMuch
        ? 'Too much is waiting to be decided.'
        : `At most ${most} commands may wait at a time.`;
      const refusal = refuse('RATE_LIMITED', sentence, { retryAfterMs: 100 });
      this.#reply({ kind: 'refused', commandId: command.id, refusal });
      return;
    }
    this.#inFlight++;
    this.#bytesInFlight += bytes;
    this.#unmentioned.set(command.id, clock.now());
    this.#mentionLater(limits.receivedAfterMs);
    void this.#decide(engine, command, bytes);
  }

  /** The connection is gone: nobody is told any more that something arrived. */
  close(): void {
    this.#unmentioned.clear();
    this.#mentionTimer?.cancel();
  }

  /** Resolves when nothing is undecided any more. */
  idle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((call) => this.#idle.push(call));
  }

  async #decide(engine: Pick<SyncEngine, 'submit'>, command: Command, bytes: number): Promise<void> {
    const span = startSpan('session.command', command.id);
    let outcome: Outcome;
    try {
      outcome = await within(command.id, span, () => engine.submit(this.#tenantId, this.#actor, command));
    } catch (error) {
      this.#deps.logger.error({ err: error, commandId: command.id }, 'A command could not be decided');
      outcome = {
        kind: 'refused',
        refusal: refuse('UNAVAILABLE', 'The store cannot be reached. Try again.'),
      };
    }
    this.#inFlight--;
    this.#bytesInFlight -= bytes;
    this.#unmentioned.delete(command.id);
    this.#reply(replyOf(command.id, outcome));
    if (span.isRecording()) {
      span.setAttributes({ 'atrium.command': command.name, 'atrium.outcome': codeOf(outcome) });
    }
    span.end();
    if (this.#inFlight === 0) for (const call of this.#idle.splice(0)) call();
  }

  #mentionLater(ms: number): void {
    this.#mentionTimer ??= this.#deps.clock.setTimer(ms, () => {
      this.#mentionTimer = undefined;
      this.#mention();
    });
  }

  #mention(): void {
    const { clock, limits } = this.#deps;
    for (const [commandId, since] of this.#unmentioned) {
      const left = since + limits.receivedAfterMs - clock.now();
      if (left > 0) {
        this.#mentionLater(left);
        return;
      }
      this.#unmentioned.delete(commandId);
      this.#reply({ kind: 'received', commandId });
    }
  }
}

function codeOf(outcome: Outcome): string {
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}

function replyOf(commandId: string, outcome: Outcome): ServerFrame {
  if (outcome.kind === 'refused') return { kind: 'refused', commandId, refusal: outcome.refusal };
  const { firstPosition, lastPosition, version } = outcome;
  return { kind: 'ack', commandId, firstPosition, lastPosition, version };
}
