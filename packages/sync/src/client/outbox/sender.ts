import type { ClientFrame, Command, Outcome, Refusal } from '@atrium/protocol';
import { backOffMs, RETRY_BACK_OFF } from '../connection/back-off.ts';
import type { Clock, Random, Timer } from '../ports.ts';
import type { TabNotice } from '../tabs/tab-channel.ts';
import { linksOf } from './entry-links.ts';
import { ENTRY_FORMAT, type OutboxEntry } from './outbox-entry.ts';
import type { OutboxMirror } from './outbox-mirror.ts';
import type { OwnWork } from './own-work.ts';
import { nextToSend } from './send-order.ts';
import { committed, dropped, refused, superseded } from './settle-queue.ts';
import type { Slot } from './slots.ts';

export interface SenderOptions {
  readonly outbox: OutboxMirror;
  readonly own: OwnWork;
  readonly clock: Clock;
  readonly random: Random;
  readonly send: (frame: ClientFrame) => boolean;
  /** The connection is live, and this tab has the right to send. */
  readonly canSend: () => boolean;
  readonly tell: (notice: TabNotice) => void;
  readonly mostInFlight?: number;
}

const MOST_IN_FLIGHT = 32;
/** A frame that breaks the connection this often is the frame's fault. */
const MOST_STRIKES = 3;
/** Refused as UNAVAILABLE this often while others went through, it is the command that the server cannot bear. */
const MOST_FAULTS = 5;
const ANSWER_MS = 30_000;

/** Brings the shared outbox to the log, in the one tab that may. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #received = new Set<string>();
  /** How many acks there were when a command was UNAVAILABLE last, and how often it was. */
  readonly #faults = new Map<string, { readonly acks: number; readonly count: number }>();
  #acks = 0;
  #awaited: string | undefined;
  #failures = 0;
  #pausedUntil = 0;
  #timer: Timer | undefined;
  #watchdog: Timer | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends what may go now. */
  pump(): void {
    const { outbox, clock, canSend } = this.#options;
    if (!outbox.isRestored) return;
    const wait = this.#pausedUntil - clock.now();
    if (wait > 0) {
      this.#timer ??= clock.setTimer(wait, () => {
        this.#timer = undefined;
        this.pump();
      });
      return;
    }
    if (!canSend()) return;
    let inFlight = 0;
    let isCareful = false;
    for (const slot of outbox.slots()) {
      if (slot.inFlight) inFlight++;
      if (slot.entry.strikes > 0 && slot.entry.state.kind === 'waiting') isCareful = true;
    }
    const most = isCareful ? 1 : (this.#options.mostInFlight ?? MOST_IN_FLIGHT);
    let isMore = false;
    for (const id of nextToSend(outbox.queue.items(), most - inFlight)) {
      const slot = outbox.slot(id);
      if (!slot || slot.entry.wish) continue;
      if (!this.#send(slot)) break;
      isMore = true;
    }
    if (isMore) this.tellSteps();
    this.#watch();
  }

  /** Grants what other tabs ask for, as far as it is not too late. */
  dispose(): void {
    const { outbox } = this.#options;
    for (const { entry } of [...outbox.slots()]) if (entry.wish) this.#dispose(entry);
  }

  tellSteps(): void {
    const sent = [...this.#options.outbox.slots()].flatMap(({ inFlight, entry }) =>
      inFlight ? [entry.command.id] : [],
    );
    for (const id of this.#received) if (!sent.includes(id)) this.#received.delete(id);
    this.#options.tell({ kind: 'steps', sent, received: [...this.#received] });
  }

  /**
   * Only the connection that was answered is told a position. One that waits for what another tab has sent asks
   * under the same id: the answer is the same, and the position comes after it.
   */
  askForPosition(): void {
    const { outbox, send } = this.#options;
    let newest: { readonly command: Command; readonly position: number } | undefined;
    for (const { entry } of outbox.slots()) {
      const { command, state } = entry;
      if (state.kind === 'committed' && state.position > (newest?.position ?? 0)) {
        newest = { command, position: state.position };
      }
    }
    // Given a while to come by itself.
    if (newest && newest.command.id === this.#awaited) send({ kind: 'command', command: newest.command });
    this.#awaited = newest?.command.id;
  }

  /** Nothing sent on the old connection will be answered: it is sent again under the same id. */
  disconnected(blame: boolean): void {
    const { outbox } = this.#options;
    const struck: OutboxEntry[] = [];
    for (const slot of outbox.slots()) {
      if (!slot.inFlight) continue;
      slot.inFlight = false;
      if (!blame) continue;
      const { entry } = slot;
      struck.push({ ...entry, strikes: entry.strikes + 1, revision: entry.revision + 1 });
    }
    outbox.apply({ put: struck, remove: [] });
    for (const { command, strikes } of struck) {
      if (strikes < MOST_STRIKES) continue;
      this.refused(command.id, {
        code: 'INVALID_INPUT',
        message: 'The server cannot read this change. Edit it or drop it.',
      });
    }
  }

  received(id: string): void {
    const slot = this.#options.outbox.slot(id);
    if (!slot) return;
    slot.receipt.climb({ step: 'received' });
    this.#received.add(id);
    this.tellSteps();
  }

  acked(id: string, outcome: Extract<Outcome, { kind: 'committed' }>): void {
    const { outbox } = this.#options;
    this.#failures = 0;
    this.#acks++;
    this.#faults.delete(id);
    outbox.apply(committed(outbox.queue, id, outcome));
  }

  refused(id: string, refusal: Refusal): void {
    const { outbox } = this.#options;
    const slot = outbox.slot(id);
    if (!slot || slot.entry.state.kind === 'committed') return;
    slot.inFlight = false;
    if (this.#retriesLater(id, refusal)) return;
    outbox.apply(refused(outbox.queue, id, refusal));
    this.pump();
  }

  /** Waits before sending on, as the server asked. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.clock.now() + milliseconds);
    this.pump();
  }

  /** Another tab goes on: what is under way here will be asked for again by that one. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#watchdog?.cancel();
    this.#watchdog = undefined;
    for (const slot of this.#options.outbox.slots()) slot.inFlight = false;
  }

  #send(slot: Slot): boolean {
    const { own, send } = this.#options;
    const command = own.stamp(slot.entry.command);
    if (!send({ kind: 'command', command })) return false;
    slot.inFlight = true;
    slot.mayBeSent = true;
    slot.entry = { ...slot.entry, command };
    slot.receipt.climb({ step: 'sent' });
    return true;
  }

  #dispose({ wish, ...plain }: OutboxEntry): void {
    if (!wish) return;
    const { outbox } = this.#options;
    const { id } = plain.command;
    const slot = outbox.slot(id);
    const isLate = wish.kind === 'undo' && (slot?.inFlight === true || slot?.mayBeSent === true);
    if (!isLate) {
      const change =
        wish.kind === 'supersede' ? superseded(outbox.queue, id, wish) : dropped(outbox.queue, id);
      outbox.apply(change);
      if (change.remove.length > 0) return;
    }
    const put: OutboxEntry[] = [{ ...plain, revision: plain.revision + 1 }];
    if (wish.kind === 'undo') {
      put.push({
        command: wish.otherwise,
        sequence: outbox.nextSequence(),
        tab: plain.tab,
        revision: 1,
        state: { kind: 'waiting' },
        strikes: 0,
        links: linksOf(wish.otherwise, false),
        ...(plain.base && { base: plain.base }),
        format: ENTRY_FORMAT,
      });
    }
    outbox.apply({ put, remove: [] });
  }

  /** UNAVAILABLE and RATE_LIMITED changed nothing: the same id goes again. A 401 waits for a sign-in. */
  #retriesLater(id: string, { code, details }: Refusal): boolean {
    if (code === 'UNAUTHENTICATED') return true;
    if (code !== 'UNAVAILABLE' && code !== 'RATE_LIMITED') return false;
    if (code === 'UNAVAILABLE' && this.#isItsOwnFault(id)) return false;
    const asked = typeof details?.retryAfterMs === 'number' ? details.retryAfterMs : 0;
    this.pause(Math.max(asked, backOffMs(this.#failures++, RETRY_BACK_OFF, this.#options.random)));
    return true;
  }

  #isItsOwnFault(id: string): boolean {
    const last = this.#faults.get(id);
    // While nothing goes through, the store is away, and nothing is learned of this one.
    if (last && last.acks === this.#acks) return false;
    const count = (last?.count ?? 0) + 1;
    this.#faults.set(id, { acks: this.#acks, count });
    return count > MOST_FAULTS;
  }

  /** A server that lives but never answers: ask again, the id makes it harmless. */
  #watch(): void {
    if (this.#watchdog) return;
    const waiting = [...this.#options.outbox.slots()].filter(({ inFlight }) => inFlight);
    if (waiting.length === 0) return;
    this.#watchdog = this.#options.clock.setTimer(ANSWER_MS, () => {
      this.#watchdog = undefined;
      for (const slot of waiting) slot.inFlight = false;
      this.pump();
    });
  }
}
