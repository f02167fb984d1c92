import type { Command, RecordState, Refusal } from '@atrium/protocol';
import { startSpan, traced } from '../../shared/command-trace.ts';
import type { Observable } from '../observable.ts';
import type { Overlay } from '../records/overlay.ts';
import { baseOf } from './entry-base.ts';
import { linksOf } from './entry-links.ts';
import { fitsTheWire } from './fits-the-wire.ts';
import { ENTRY_FORMAT, type OutboxEntry, type Wish } from './outbox-entry.ts';
import type { OutboxMirror } from './outbox-mirror.ts';
import type { OwnWork } from './own-work.ts';
import { LiveReceipt, type Receipt } from './receipt.ts';
import { dropped, superseded } from './settle-queue.ts';
import type { OutboxCounts } from './slots.ts';

export interface OutboxOptions {
  readonly mirror: OutboxMirror;
  readonly overlay: Overlay;
  readonly own: OwnWork;
  /** The tab that issues. */
  readonly tab: string;
  readonly shown: (recordId: string) => RecordState | undefined;
  /** This tab sends, and disposes; any other asks for what it wants. */
  readonly isSender: () => boolean;
  readonly onRefused: (command: Command, refusal: Refusal) => void;
}

/** What a person does with the queue, in any tab: issue, give up, put something else in its place. */
export class Outbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get #mirror(): OutboxMirror {
    return this.#options.mirror;
  }

  get counts(): Observable<OutboxCounts> {
    return this.#mirror.counts;
  }

  /** As people see it: without what they gave up, with what they put in its place. */
  entries(): OutboxEntry[] {
    return [...this.#mirror.slots()].filter(({ entry }) => !entry.wish).map(({ entry }) => entry);
  }

  entry(id: string): OutboxEntry | undefined {
    const entry = this.#mirror.slot(id)?.entry;
    return entry?.wish ? undefined : entry;
  }

  receipt(id: string): Receipt | undefined {
    return this.#mirror.slot(id)?.receipt;
  }

  /** Queues and shows a command; one that surely cannot be done comes back refused and is not kept. */
  issue(command: Command): Receipt {
    const { mirror, overlay, own, shown, tab, onRefused } = this.#options;
    const receipt = new LiveReceipt();
    if (!fitsTheWire(command)) {
      const message = 'This change is too large to be sent.';
      receipt.refused({ code: 'LIMIT_EXCEEDED', message, details: { limit: 'input' } });
      return receipt;
    }
    const before = shown(command.recordId);
    const layer = traced('client.decide', command.id, () => overlay.push(command));
    const { effect } = layer;
    // A conflict is for the server to word: only it knows the values in between.
    if (effect.kind === 'refused' && effect.refusal.code !== 'CONFLICT') {
      overlay.rebase([], [command.id]);
      receipt.refused(effect.refusal);
      onRefused(command, effect.refusal);
      return receipt;
    }
    const base = baseOf(before, effect);
    const entry: OutboxEntry = {
      command: own.stamp(command),
      sequence: mirror.nextSequence(),
      tab,
      revision: 1,
      state: { kind: 'waiting' },
      strikes: 0,
      links: linksOf(command, mirror.queue.isCreate(command.name), layer),
      ...(base && { base }),
      format: ENTRY_FORMAT,
    };
    const saving = startSpan('client.outbox', command.id);
    mirror.append(entry, receipt, () => saving.end());
    return receipt;
  }

  /** Puts a new command in the place of one that needs attention; what was held by it goes on. */
  supersede(id: string, command: Command): Receipt | undefined {
    const entry = this.entry(id);
    if (!entry) return undefined;
    const links = linksOf(command, this.#mirror.queue.isCreate(command.name));
    const change = superseded(this.#mirror.queue, id, { by: command, links });
    if (change.put.length === 0) return undefined;
    if (this.#options.isSender()) this.#mirror.apply(change);
    else this.#wish(entry, { kind: 'supersede', by: command, links });
    return this.#mirror.slot(command.id)?.receipt;
  }

  /** Gives a command up, and with a refused one what it holds. Returns the ids that are gone. */
  drop(id: string): string[] {
    if (!this.entry(id)) return [];
    const { remove } = dropped(this.#mirror.queue, id);
    this.#giveUp(remove, { kind: 'drop' });
    return [...remove];
  }

  /** Takes back what was never sent, as if it had not been. False: it may be on its way, undo it there. */
  retract(id: string, otherwise: Command): boolean {
    const slot = this.#mirror.slot(id);
    if (!slot || slot.entry.wish || slot.entry.state.kind !== 'waiting') return false;
    if (slot.inFlight || slot.mayBeSent) return false;
    const { remove } = dropped(this.#mirror.queue, id);
    this.#giveUp(remove, { kind: 'undo', otherwise });
    return remove.length > 0;
  }

  /** Only in memory, or already known to whoever sends? A tab without the right to send asks for the latter. */
  #giveUp(ids: readonly string[], wish: { kind: 'drop' } | { kind: 'undo'; otherwise: Command }): void {
    const { isSender } = this.#options;
    const known = ids.filter((id) => !isSender() && this.#mirror.slot(id)?.saved);
    this.#mirror.apply({ put: [], remove: ids.filter((id) => !known.includes(id)) });
    for (const id of known) {
      const entry = this.entry(id);
      // Taking the first back takes along what builds on it.
      if (entry) this.#wish(entry, id === ids[0] ? wish : { kind: 'drop' });
    }
  }

  #wish(entry: OutboxEntry, wish: Wish): void {
    this.#mirror.apply({ put: [{ ...entry, wish, revision: entry.revision + 1 }], remove: [] });
  }
}
