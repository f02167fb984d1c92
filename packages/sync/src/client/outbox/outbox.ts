import { builtIn, type Registry } from '@atrium/model';
import type { ClientFrame, Command, Outcome, Refusal } from '@atrium/protocol';
import { startSpan, traced } from '../../shared/command-trace.ts';
import { backOffMs, RETRY_BACK_OFF } from '../connection/back-off.ts';
import { Cell, type Observable } from '../observable.ts';
import type { Clock, Random, Timer } from '../ports.ts';
import type { Layer, Overlay } from '../records/overlay.ts';
import { fitsTheWire } from './fits-the-wire.ts';
import { ENTRY_FORMAT, type OutboxEntry, type StoredState } from './outbox-entry.ts';
import type { OwnWork } from './own-work.ts';
import { LiveReceipt, type Receipt, restoredReceipt } from './receipt.ts';
import { dependentsOf, nextToSend, type QueueItem, queueItem } from './send-order.ts';

export interface OutboxOptions {
  readonly overlay: Overlay;
  readonly own: OwnWork;
  readonly registry?: Registry;
  readonly partition: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly send: (frame: ClientFrame) => boolean;
  readonly canSend: () => boolean;
  /** Strictly durable when it resolves. */
  readonly save: (put: readonly OutboxEntry[], remove: readonly string[]) => Promise<void>;
  readonly onRefused: (command: Command, refusal: Refusal) => void;
  readonly mostInFlight?: number;
}

export interface OutboxCounts {
  /** Not in the log yet, and on its way there. */
  readonly unsent: number;
  readonly attention: number;
}

interface Slot {
  entry: OutboxEntry;
  readonly receipt: LiveReceipt;
  inFlight: boolean;
  /** How the order of sending saw it when it was decided last. */
  item?: { readonly layer: Layer | undefined; readonly queued: QueueItem };
}

const MOST_IN_FLIGHT = 32;
/** A frame that breaks the connection this often is the frame's fault. */
const MOST_STRIKES = 3;
const ANSWER_MS = 30_000;

/** The queue of commands that are not yet part of the confirmed records. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #counts = new Cell<OutboxCounts>({ unsent: 0, attention: 0 });
  #sequence = 0;
  #restored = false;
  #failures = 0;
  #pausedUntil = 0;
  #timer: Timer | undefined;
  #watchdog: Timer | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get counts(): Observable<OutboxCounts> {
    return this.#counts;
  }

  entries(): OutboxEntry[] {
    return [...this.#slots.values()].map(({ entry }) => entry);
  }

  entry(id: string): OutboxEntry | undefined {
    return this.#slots.get(id)?.entry;
  }

  receipt(id: string): Receipt | undefined {
    return this.#slots.get(id)?.receipt;
  }

  /** Those with a place in the overlay, in order. */
  shownCommands(): Command[] {
    return [...this.#slots.values()].filter(isShown).map(({ entry }) => entry.command);
  }

  /** Takes in what an earlier run left behind; it comes before everything issued since. */
  restore(stored: readonly OutboxEntry[]): void {
    const { partition, overlay } = this.#options;
    this.#restored = true;
    const fresh = [...this.#slots.entries()].filter(
      ([id]) => !stored.some(({ command }) => command.id === id),
    );
    this.#slots.clear();
    for (const entry of [...stored].sort((a, b) => a.sequence - b.sequence)) {
      this.#slots.set(entry.command.id, {
        entry: { ...entry, partition, sequence: ++this.#sequence },
        receipt: restoredReceipt(entry),
        inFlight: false,
      });
    }
    for (const [id, slot] of fresh) {
      slot.entry = { ...slot.entry, sequence: ++this.#sequence };
      this.#slots.set(id, slot);
    }
    overlay.reset(this.shownCommands());
    void this.#save(this.entries(), []);
    this.#count();
    this.pump();
  }

  /** Queues and shows a command; one that surely cannot be done comes back refused and is not kept. */
  issue(command: Command): Receipt {
    const receipt = new LiveReceipt();
    if (!fitsTheWire(command)) {
      const message = 'This change is too large to be sent.';
      receipt.refused({ code: 'LIMIT_EXCEEDED', message, details: { limit: 'input' } });
      return receipt;
    }
    const { effect } = traced('client.decide', command.id, () => this.#options.overlay.push(command));
    // A conflict is for the server to word: only it knows the values in between.
    if (effect.kind === 'refused' && effect.refusal.code !== 'CONFLICT') {
      this.#options.overlay.rebase([], [command.id]);
      receipt.refused(effect.refusal);
      this.#options.onRefused(command, effect.refusal);
      return receipt;
    }
    const { partition } = this.#options;
    const entry: OutboxEntry = {
      command,
      sequence: ++this.#sequence,
      partition,
      state: { kind: 'waiting' },
      attempts: 0,
      strikes: 0,
      format: ENTRY_FORMAT,
    };
    this.#slots.set(command.id, { entry, receipt, inFlight: false });
    const saving = startSpan('client.outbox', command.id);
    void this.#save([entry], []).then((saved) => {
      saving.end();
      if (saved) receipt.climb({ step: 'saved' });
    });
    this.#count();
    this.pump();
    return receipt;
  }

  /** Sends what may go now. */
  pump(): void {
    if (!this.#restored) return;
    const { clock, send, own } = this.#options;
    const wait = this.#pausedUntil - clock.now();
    if (wait > 0) {
      this.#timer ??= clock.setTimer(wait, () => {
        this.#timer = undefined;
        this.pump();
      });
      return;
    }
    if (!this.#options.canSend()) return;
    let inFlight = 0;
    let isCareful = false;
    for (const slot of this.#slots.values()) {
      if (slot.inFlight) inFlight++;
      if (slot.entry.strikes > 0) isCareful = true;
    }
    const most = isCareful ? 1 : (this.#options.mostInFlight ?? MOST_IN_FLIGHT);
    for (const id of nextToSend(this.#queue(), most - inFlight)) {
      const slot = this.#slots.get(id);
      if (!slot) continue;
      const command = own.stamp(slot.entry.command);
      if (!send({ kind: 'command', command })) return;
      slot.inFlight = true;
      slot.entry = { ...slot.entry, command, attempts: slot.entry.attempts + 1 };
      slot.receipt.climb({ step: 'sent' });
    }
    this.#watch();
  }

  /** Nothing sent on the old connection will be answered: it is sent again under the same id. */
  disconnected(blame: boolean): void {
    const struck: OutboxEntry[] = [];
    for (const slot of this.#slots.values()) {
      if (!slot.inFlight) continue;
      slot.inFlight = false;
      if (!blame) continue;
      slot.entry = { ...slot.entry, strikes: slot.entry.strikes + 1 };
      struck.push(slot.entry);
    }
    for (const { command, strikes } of struck) {
      if (strikes < MOST_STRIKES) continue;
      this.refused(command.id, {
        code: 'INVALID_INPUT',
        message: 'The server cannot read this change. Edit it or drop it.',
      });
    }
  }

  received(id: string): void {
    this.#slots.get(id)?.receipt.climb({ step: 'received' });
  }

  acked(id: string, outcome: Extract<Outcome, { kind: 'committed' }>): void {
    const slot = this.#slots.get(id);
    if (!slot || slot.entry.state.kind === 'committed') return;
    const { own, overlay } = this.#options;
    const { recordId } = slot.entry.command;
    this.#failures = 0;
    slot.inFlight = false;
    if (outcome.version > 0) own.addVersion(recordId, outcome.version);
    const creates = overlay.layer(id)?.creates ?? [];
    for (const created of creates) own.addVersion(created, 1);
    const { lastPosition: position, version } = outcome;
    slot.entry = { ...slot.entry, state: { kind: 'committed', position, version } };
    void this.#save([slot.entry, ...this.#restamp(new Set([recordId, ...creates]))], []);
    this.#count();
    slot.receipt.committed(outcome);
  }

  refused(id: string, refusal: Refusal): void {
    const slot = this.#slots.get(id);
    if (!slot || slot.entry.state.kind === 'committed') return;
    slot.inFlight = false;
    if (this.#retriesLater(refusal)) return;
    const dependents = dependentsOf(id, this.#queue());
    this.#put(slot, { kind: 'refused', refusal });
    for (const dependent of dependents) {
      const held = this.#slots.get(dependent);
      if (!held) continue;
      this.#put(held, { kind: 'held', because: id });
      held.receipt.held(id);
    }
    this.#options.overlay.rebase([], [id, ...dependents]);
    slot.receipt.refused(refusal);
    this.#options.onRefused(slot.entry.command, refusal);
    this.pump();
  }

  /** Waits before sending on, as the server asked. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.clock.now() + milliseconds);
    this.pump();
  }

  /**
   * Takes out the commands whose effects are among the confirmed records now. The caller applies them and
   * removes these from the overlay in one go.
   */
  takeVisible(isVisible: (position: number) => boolean): string[] {
    const done: string[] = [];
    for (const [id, { entry, receipt }] of this.#slots) {
      const { state } = entry;
      if (state.kind !== 'committed' || !isVisible(state.position)) continue;
      receipt.climb({ step: 'visible', position: state.position, version: state.version });
      done.push(id);
    }
    for (const id of done) this.#slots.delete(id);
    if (done.length > 0) void this.#save([], done);
    return done;
  }

  /** Puts a new command in the place of one that needs attention; what was held by it goes on. */
  supersede(id: string, command: Command): Receipt | undefined {
    const old = this.#slots.get(id);
    if (!old || (old.entry.state.kind !== 'refused' && old.entry.state.kind !== 'held')) return undefined;
    const receipt = new LiveReceipt();
    const entry: OutboxEntry = { ...old.entry, command, state: { kind: 'waiting' }, attempts: 0, strikes: 0 };
    const put = [entry];
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const [slotId, slot] of slots) {
      if (slotId === id) this.#slots.set(command.id, { entry, receipt, inFlight: false });
      else {
        this.#slots.set(slotId, slot);
        if (slot.entry.state.kind !== 'held' || slot.entry.state.because !== id) continue;
        slot.entry = { ...slot.entry, state: { kind: 'waiting' } };
        slot.receipt.released();
        put.push(slot.entry);
      }
    }
    this.#options.overlay.reset(this.shownCommands());
    void this.#save(put, [id]).then((saved) => saved && receipt.climb({ step: 'saved' }));
    this.#count();
    this.pump();
    return receipt;
  }

  /** Gives a command up, and with a refused one what it holds. Returns the ids that are gone. */
  drop(id: string): string[] {
    const slot = this.#slots.get(id);
    if (!slot || slot.inFlight || slot.entry.state.kind === 'committed') return [];
    const held = [...this.#slots.values()].filter(
      ({ entry }) => entry.state.kind === 'held' && entry.state.because === id,
    );
    const dependents = slot.entry.state.kind === 'waiting' ? dependentsOf(id, this.#queue()) : [];
    const gone = [id, ...held.map(({ entry }) => entry.command.id), ...dependents];
    const { state } = slot.entry;
    const refusal: Refusal =
      state.kind === 'refused' ? state.refusal : { code: 'NOT_FOUND', message: 'The change was dropped.' };
    for (const goneId of gone) {
      this.#slots.get(goneId)?.receipt.dropped(refusal);
      this.#slots.delete(goneId);
    }
    this.#options.overlay.rebase([], gone);
    void this.#save([], gone);
    this.#count();
    this.pump();
    return gone;
  }

  close(): void {
    this.#timer?.cancel();
    this.#watchdog?.cancel();
  }

  /** UNAVAILABLE and RATE_LIMITED changed nothing: the same id goes again. A 401 waits for a sign-in. */
  #retriesLater({ code, details }: Refusal): boolean {
    if (code === 'UNAUTHENTICATED') return true;
    if (code !== 'UNAVAILABLE' && code !== 'RATE_LIMITED') return false;
    const asked = typeof details?.retryAfterMs === 'number' ? details.retryAfterMs : 0;
    this.pause(Math.max(asked, backOffMs(this.#failures++, RETRY_BACK_OFF, this.#options.random)));
    return true;
  }

  *#queue(): Generator<QueueItem> {
    const { overlay, registry = builtIn } = this.#options;
    for (const [id, slot] of this.#slots) {
      const phase = phaseOf(slot.entry.state, slot.inFlight);
      const layer = overlay.layer(id);
      // Made once per decision: an ack looks at the whole queue.
      if (slot.item?.layer !== layer || !slot.item) {
        const isCreate = registry.commands.get(slot.entry.command.name)?.creates === true;
        slot.item = { layer, queued: queueItem(slot.entry.command, phase, { layer, isCreate }) };
      }
      const { queued } = slot.item;
      yield queued.phase === phase ? queued : { ...queued, phase };
    }
  }

  /** What waits must remember, over a restart too, which later versions were this client's own. */
  #restamp(recordIds: ReadonlySet<string>): OutboxEntry[] {
    const stamped: OutboxEntry[] = [];
    for (const slot of this.#slots.values()) {
      const { command: before, state } = slot.entry;
      if (state.kind !== 'waiting' || slot.inFlight || !recordIds.has(before.recordId)) continue;
      const command = this.#options.own.stamp(before);
      if (command.ownVersions?.length === before.ownVersions?.length) continue;
      slot.entry = { ...slot.entry, command };
      stamped.push(slot.entry);
    }
    return stamped;
  }

  #put(slot: Slot, state: StoredState): void {
    slot.entry = { ...slot.entry, state };
    void this.#save([slot.entry], []);
    this.#count();
  }

  async #save(put: readonly OutboxEntry[], remove: readonly string[]): Promise<boolean> {
    return this.#options.save(put, remove).then(
      () => true,
      () => false,
    );
  }

  #count(): void {
    let unsent = 0;
    let attention = 0;
    for (const { entry } of this.#slots.values()) {
      if (entry.state.kind === 'waiting') unsent++;
      else if (entry.state.kind !== 'committed') attention++;
    }
    const now = this.#counts.get();
    if (now.unsent !== unsent || now.attention !== attention) this.#counts.set({ unsent, attention });
  }

  /** A server that lives but never answers: ask again, the id makes it harmless. */
  #watch(): void {
    if (this.#watchdog) return;
    const waiting = [...this.#slots.values()].filter(({ inFlight }) => inFlight);
    if (waiting.length === 0) return;
    this.#watchdog = this.#options.clock.setTimer(ANSWER_MS, () => {
      this.#watchdog = undefined;
      for (const slot of waiting) slot.inFlight = false;
      this.pump();
    });
  }
}

function phaseOf(state: StoredState, inFlight: boolean): QueueItem['phase'] {
  if (state.kind === 'waiting') return inFlight ? 'inFlight' : 'waiting';
  return state.kind === 'committed' ? 'committed' : 'attention';
}

function isShown({ entry }: Slot): boolean {
  return entry.state.kind === 'waiting' || entry.state.kind === 'committed';
}
