import type { Registry } from '@atrium/model';
import type { Layer, Overlay } from '../records/overlay.ts';
import { joinLinks, linksOf } from './entry-links.ts';
import { phaseOf } from './entry-phase.ts';
import { inOrder, type OutboxEntry } from './outbox-entry.ts';
import type { LiveReceipt } from './receipt.ts';
import { type QueueItem, queueItem } from './send-order.ts';
import type { Queue } from './settle-queue.ts';

/** A queued command, and what this tab knows of it beside what is stored. */
export interface Slot {
  entry: OutboxEntry;
  readonly receipt: LiveReceipt;
  /** The disk has it, and with it the other tabs. */
  saved: boolean;
  inFlight: boolean;
  /** Somebody may have sent it, and the answer may be lost. */
  mayBeSent: boolean;
  /** Shown in the place of another until the sender has granted the wish. */
  promised: boolean;
  /** How the order of sending saw it last. */
  seen?: { readonly layer: Layer | undefined; readonly entry: OutboxEntry; readonly item: QueueItem };
}

/** The queue in memory, always in the order of issue. */
export class Slots implements Queue {
  readonly #overlay: Pick<Overlay, 'layer'>;
  readonly #registry: Registry;
  #slots = new Map<string, Slot>();
  /** Of all that have been here. */
  #last: OutboxEntry | undefined;

  constructor(overlay: Pick<Overlay, 'layer'>, registry: Registry) {
    this.#overlay = overlay;
    this.#registry = registry;
  }

  get(id: string): Slot | undefined {
    return this.#slots.get(id);
  }

  all(): IterableIterator<Slot> {
    return this.#slots.values();
  }

  /** True when it came last, false when it had to go in between. */
  add(slot: Slot): boolean {
    this.#slots.set(slot.entry.command.id, slot);
    if (!this.#last || inOrder(this.#last, slot.entry) < 0) {
      this.#last = slot.entry;
      return true;
    }
    this.sort();
    return false;
  }

  sort(): void {
    const slots = [...this.#slots.values()].sort((a, b) => inOrder(a.entry, b.entry));
    this.#slots = new Map(slots.map((slot) => [slot.entry.command.id, slot]));
  }

  delete(id: string): void {
    this.#slots.delete(id);
  }

  entry(id: string): OutboxEntry | undefined {
    return this.#slots.get(id)?.entry;
  }

  isInFlight(id: string): boolean {
    return this.#slots.get(id)?.inFlight === true;
  }

  *entries(): Generator<OutboxEntry> {
    for (const { entry, promised } of this.#slots.values()) if (!promised) yield entry;
  }

  *items(): Generator<QueueItem> {
    for (const slot of this.#slots.values()) {
      if (slot.promised) continue;
      const phase = phaseOf(slot.entry, slot.inFlight);
      const layer = this.#overlay.layer(slot.entry.command.id);
      // Made once per decision: an ack looks at the whole queue.
      if (slot.seen?.layer !== layer || slot.seen?.entry !== slot.entry) this.#look(slot, layer);
      const item = slot.seen?.item;
      if (item)
        yield item.phase === phase && !slot.mayBeSent ? item : { ...item, phase, mayBeOut: slot.mayBeSent };
    }
  }

  /** These are on their way, and no others. */
  fly(ids: ReadonlySet<string>): void {
    for (const slot of this.#slots.values()) {
      slot.inFlight = ids.has(slot.entry.command.id);
      if (!slot.inFlight) continue;
      slot.mayBeSent = true;
      slot.receipt.climb({ step: 'sent' });
    }
  }

  isCreate(name: string): boolean {
    return this.#registry.commands.get(name)?.creates === true;
  }

  /** What is decided here may tell more than what was known when the command was issued. */
  #look(slot: Slot, layer: Layer | undefined): void {
    const { command, links } = slot.entry;
    if (layer && layer !== slot.seen?.layer) {
      const joined = joinLinks(links, linksOf(command, this.isCreate(command.name), layer));
      slot.entry = { ...slot.entry, links: joined };
    }
    slot.seen = { layer, entry: slot.entry, item: queueItem(slot.entry, phaseOf(slot.entry, slot.inFlight)) };
  }
}

/** Whether a slot has a place in the overlay. */
export function isShown({ entry: { state, wish } }: Slot): boolean {
  return !wish && (state.kind === 'waiting' || state.kind === 'committed');
}

export interface OutboxCounts {
  /** Not in the log yet, and on its way there. */
  readonly unsent: number;
  /** Of those, the ones that are in memory only so far. */
  readonly saving: number;
  readonly attention: number;
}

/** What people gave up counts no more, what they put in its place does. */
export function countSlots(slots: Iterable<Slot>): OutboxCounts {
  const counts = { unsent: 0, saving: 0, attention: 0 };
  for (const { entry, saved } of slots) {
    if (entry.wish || entry.state.kind === 'committed') continue;
    if (entry.state.kind !== 'waiting') counts.attention++;
    else {
      counts.unsent++;
      if (!saved) counts.saving++;
    }
  }
  return counts;
}
