import { builtIn, type Registry } from '@atrium/model';
import type { Command, Refusal } from '@atrium/protocol';
import { Cell, type Observable } from '../observable.ts';
import type { Overlay } from '../records/overlay.ts';
import type { Ending, TabNotice } from '../tabs/tab-channel.ts';
import type { OutboxDisk, Written } from './outbox-disk.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { OwnWork } from './own-work.ts';
import { type Push, PushProgress } from './push-progress.ts';
import { LiveReceipt, restoredReceipt, settleReceipt } from './receipt.ts';
import { RecentIds } from './recent-ids.ts';
import { type QueueChange, successor } from './settle-queue.ts';
import { isNewer } from './settle-row.ts';
import { countSlots, isShown, type OutboxCounts, type Slot, Slots } from './slots.ts';

export interface OutboxMirrorOptions {
  readonly overlay: Overlay;
  readonly own: OwnWork;
  readonly registry?: Registry;
  readonly tab: string;
  readonly disk: Pick<OutboxDisk, 'write'>;
  readonly tell: (notice: TabNotice) => void;
  /** This tab sends, and disposes of what others ask for. */
  readonly isSender: () => boolean;
  /** Whether what is in the log up to there is among the confirmed records of this tab. */
  readonly isVisible: (position: number) => boolean;
  /** Something may be sent, or is asked for, that could not before. */
  readonly onWork: () => void;
  /** The same, from elsewhere; what is shown by now can go. */
  readonly onNews: () => void;
  /** Whether a refusal of what that tab issued is told here. */
  readonly tellsOf: (tab: string) => boolean;
  readonly onRefused: (command: Command, refusal: Refusal) => void;
}

type Endings = ReadonlyMap<string, Ending>;

const DROPPED: Refusal = { code: 'NOT_FOUND', message: 'The change was dropped.' };

/**
 * The shared outbox as this tab sees it: what is on the disk, ahead of it what is being written, and with it
 * the receipts, the overlay and the counts. Takes in what this and other tabs settle, in whatever order.
 */
export class OutboxMirror {
  readonly #options: OutboxMirrorOptions;
  readonly #slots: Slots;
  readonly #gone = new RecentIds(5_000);
  readonly #counts = new Cell<OutboxCounts>({ unsent: 0, saving: 0, attention: 0 });
  readonly #progress = new PushProgress();
  #sequence = 0;
  #restored = false;

  constructor(options: OutboxMirrorOptions) {
    this.#options = options;
    this.#slots = new Slots(options.overlay, options.registry ?? builtIn);
  }

  get counts(): Observable<OutboxCounts> {
    return this.#counts;
  }

  get push(): Observable<Push> {
    return this.#progress.push;
  }

  get isRestored(): boolean {
    return this.#restored;
  }

  nextSequence(): number {
    return ++this.#sequence;
  }

  /** For whoever sends: the queue as it is, and the slots behind it. */
  get queue(): Slots {
    return this.#slots;
  }

  slot(id: string): Slot | undefined {
    return this.#slots.get(id);
  }

  slots(): IterableIterator<Slot> {
    return this.#slots.all();
  }

  /** Those with a place in the overlay, in order. */
  shownCommands(): Command[] {
    return [...this.#slots.all()].filter(isShown).map(({ entry }) => entry.command);
  }

  /** Takes in what the disk holds at the start; it comes before everything issued since. */
  restore(stored: readonly OutboxEntry[]): void {
    const { tab } = this.#options;
    const fresh = [...this.#slots.all()].filter(({ saved, entry }) => !saved && entry.tab === tab);
    for (const { entry } of fresh) this.#slots.delete(entry.command.id);
    for (const entry of stored) {
      const known = this.#slots.get(entry.command.id);
      if (!known) this.#add(entry, { saved: true, mayBeSent: true });
      else if (isNewer(entry, known.entry)) known.entry = entry;
    }
    for (const slot of fresh) {
      slot.entry = { ...slot.entry, sequence: this.nextSequence() };
      this.#slots.add(slot);
    }
    this.#restored = true;
    this.#options.overlay.reset(this.shownCommands());
    if (fresh.length > 0) this.#write({ put: fresh.map(({ entry }) => entry), remove: [] });
    this.#count();
    this.#options.onWork();
  }

  /** A command of this tab, at the end of the queue; the overlay shows it already. */
  append(entry: OutboxEntry, receipt: LiveReceipt, onWritten: () => void): void {
    this.#slots.add({ entry, receipt, saved: false, inFlight: false, mayBeSent: false, promised: false });
    // Before the disk was read it has no place in the order yet.
    if (this.#restored) this.#write({ put: [entry], remove: [] }, onWritten);
    else onWritten();
    this.#count();
    this.#options.onWork();
  }

  /** What this tab has settled: shown at once, then written, then told to the other tabs. */
  apply(change: QueueChange): void {
    if (change.put.length === 0 && change.remove.length === 0) return;
    const endings = new Map(change.remove.map((id) => [id, this.#dropped(id)]));
    this.#take(change.put, endings);
    this.#write(change, undefined, endings);
    this.#options.onWork();
  }

  /** What another tab, or the disk, says. @param kept the disk has it */
  merge(
    {
      rows,
      gone,
      kept,
    }: { readonly rows: readonly OutboxEntry[]; readonly gone: Endings; readonly kept: boolean },
    isTakeOver = false,
  ): void {
    const { isSender, isVisible, onNews } = this.#options;
    const leftover = new Map<string, Ending>();
    const news = rows.filter((row) => {
      const { command, state } = row;
      const mine = this.#slots.get(command.id);
      if (mine) return mine.promised || isNewer(row, mine.entry);
      if (state.kind !== 'committed') return isTakeOver || !this.#gone.has(command.id);
      this.#learn(row);
      const isDone = this.#gone.has(command.id) || (this.#restored && isVisible(state.position));
      if (isDone) leftover.set(command.id, state);
      return !isDone;
    });
    if (isTakeOver) this.#takeOver();
    this.#take(news, gone, isTakeOver || !isSender());
    if (kept) for (const { command } of rows) this.#kept(command.id);
    this.#count();
    if (isSender()) {
      // Left by a sender that could not finish.
      this.forget(leftover);
      this.#stamp(news);
    }
    if (news.length > 0 || gone.size > 0 || isTakeOver) onNews();
  }

  /** What another tab had under way is asked for again, under the same ids. */
  #takeOver(): void {
    for (const slot of this.#slots.all()) {
      slot.inFlight = false;
      slot.mayBeSent ||= slot.saved;
    }
  }

  /** The whole disk: what was saved before it was read and is not there any more was settled by someone else. */
  mergeAll(rows: readonly OutboxEntry[], savedBefore: readonly string[], isTakeOver = false): void {
    const present = new Set(rows.map(({ command }) => command.id));
    const gone = new Map<string, Ending>();
    for (const id of savedBefore) if (!present.has(id)) gone.set(id, this.#vanished(id));
    this.merge({ rows, gone, kept: true }, isTakeOver);
  }

  savedIds(): string[] {
    return [...this.#slots.all()].flatMap(({ saved, entry }) => (saved ? [entry.command.id] : []));
  }

  /** Tells the others what is only here: a new sender cannot find it on the disk. */
  tellUnsaved(): void {
    const rows = this.#unsaved();
    if (rows.length > 0) this.#options.tell({ kind: 'rows', rows, gone: [], kept: false });
  }

  /**
   * Takes out the commands whose effects are among the confirmed records now. The caller applies them and
   * removes these from the overlay in one go.
   */
  takeVisible(): Endings {
    const done = new Map<string, Ending>();
    for (const { entry, receipt } of this.#slots.all()) {
      const { state, command } = entry;
      if (state.kind !== 'committed' || !this.#options.isVisible(state.position)) continue;
      receipt.climb({ step: 'visible', position: state.position, version: state.version });
      done.set(command.id, state);
    }
    for (const id of done.keys()) {
      this.#slots.delete(id);
      this.#gone.add(id);
    }
    return done;
  }

  /** Takes what is confirmed off the disk. */
  forget(done: Endings): void {
    if (done.size > 0) this.#write({ put: [], remove: [...done.keys()] }, undefined, done);
  }

  /** What the sender has under way, as it tells; it alone knows for sure. */
  heardSteps(sent: readonly string[], received: readonly string[]): void {
    this.#slots.fly(new Set(sent));
    for (const id of received) this.#slots.get(id)?.receipt.climb({ step: 'received' });
  }

  heardProgress(done: number): void {
    this.#progress.heard(done);
  }

  #add(entry: OutboxEntry, known: Pick<Slot, 'saved' | 'mayBeSent'> & { promised?: boolean }): void {
    const receipt = known.promised ? new LiveReceipt() : restoredReceipt(entry);
    this.#sequence = Math.max(this.#sequence, entry.sequence);
    this.#slots.add({ promised: false, ...known, entry, receipt, inFlight: false });
    this.#learn(entry);
    this.#promise(entry);
  }

  /** Rows in their newest state, and ids that are gone: into slots, receipts and overlay. */
  #take(rows: readonly OutboxEntry[], gone: Endings, mayBeSent = false): void {
    const touched: string[] = [...gone.keys()];
    let settled = 0;
    for (const row of rows) {
      const { id } = row.command;
      touched.push(id);
      const slot = this.#slots.get(id);
      if (!slot) {
        this.#add(row, { saved: false, mayBeSent });
        continue;
      }
      const before = slot.entry;
      if (before.state.kind === 'waiting' && row.state.kind !== 'waiting') settled++;
      // What is held was never sent.
      if (row.state.kind !== 'waiting') Object.assign(slot, { inFlight: false, mayBeSent: false });
      slot.entry = row;
      slot.promised = false;
      this.#learn(row);
      settleReceipt(slot.receipt, before.state, row.state);
      const { state } = row;
      if (state.kind === 'refused' && before.state.kind !== 'refused' && this.#options.tellsOf(row.tab)) {
        this.#options.onRefused(row.command, state.refusal);
      }
      if (before.wish?.kind === 'supersede' && !row.wish) touched.push(...this.#breakPromise(before.wish.by));
      this.#promise(row);
      if (row.wish?.kind === 'supersede') touched.push(row.wish.by.id);
    }
    for (const [id, how] of gone) {
      // What takes its place came along with this, or has gone already.
      const { wish } = this.#slots.entry(id) ?? {};
      settled += this.#end(id, how);
      if (wish?.kind === 'supersede') touched.push(...this.#breakPromise(wish.by));
    }
    this.#redraw(touched);
    this.#count(settled);
  }

  #end(id: string, how: Ending): number {
    this.#gone.add(id);
    const slot = this.#slots.get(id);
    if (!slot) return 0;
    const { entry, receipt } = slot;
    const wasWaiting = entry.state.kind === 'waiting';
    if (how.kind === 'committed') {
      // Off the disk; here it stays until this tab's own scopes show it.
      slot.entry = { ...entry, state: how };
      slot.inFlight = false;
      this.#learn(slot.entry);
      settleReceipt(receipt, entry.state, how);
      return wasWaiting ? 1 : 0;
    }
    receipt.dropped(how.refusal);
    this.#slots.delete(id);
    return 0;
  }

  #dropped(id: string): Ending {
    const state = this.#slots.get(id)?.entry.state;
    return { kind: 'dropped', refusal: state?.kind === 'refused' ? state.refusal : DROPPED };
  }

  /** Nobody said how it ended. A commit stays on the disk until all can have heard of it; so it was given up. */
  #vanished(id: string): Ending {
    const state = this.#slots.get(id)?.entry.state;
    return state?.kind === 'committed' ? state : this.#dropped(id);
  }

  #promise(entry: OutboxEntry): void {
    if (entry.wish?.kind !== 'supersede' || this.#slots.get(entry.wish.by.id)) return;
    this.#add(successor(entry, entry.wish), { saved: false, mayBeSent: true, promised: true });
  }

  #breakPromise({ id }: Command): string[] {
    const slot = this.#slots.get(id);
    if (!slot?.promised) return [];
    slot.receipt.dropped(DROPPED);
    this.#slots.delete(id);
    return [id];
  }

  /** What was issued by who did not know yet which versions were made before it. */
  #stamp(rows: readonly OutboxEntry[]): void {
    const put = rows.flatMap(({ command: { id } }) => {
      const entry = this.#slots.entry(id);
      if (entry?.state.kind !== 'waiting' || this.#slots.isInFlight(id)) return [];
      const command = this.#options.own.stamp(entry.command);
      if (command.ownVersions?.length === entry.command.ownVersions?.length) return [];
      return [{ ...entry, command, revision: entry.revision + 1 }];
    });
    this.apply({ put, remove: [] });
  }

  /** Versions that are this person's own, whoever sent them. */
  #learn({ command, state, links }: OutboxEntry): void {
    if (state.kind !== 'committed') return;
    if (state.version > 0) this.#options.own.addVersion(command.recordId, state.version);
    for (const created of links.creates) this.#options.own.addVersion(created, 1);
  }

  #redraw(touched: Iterable<string>): void {
    const { overlay } = this.#options;
    const hide: string[] = [];
    let isMore = false;
    for (const id of touched) {
      const slot = this.#slots.get(id);
      const isDrawn = overlay.layer(id) !== undefined;
      const shows = slot !== undefined && isShown(slot);
      if (isDrawn && !shows) hide.push(id);
      if (!isDrawn && shows) isMore = true;
    }
    if (hide.length > 0) overlay.rebase([], hide);
    if (!isMore) return;
    const shown = this.shownCommands();
    const from = shown.findIndex(({ id }) => overlay.layer(id) === undefined);
    const isTail = shown.slice(from).every(({ id }) => overlay.layer(id) === undefined);
    if (isTail) for (const command of shown.slice(from)) overlay.push(command);
    else overlay.reset(shown);
  }

  #write(change: QueueChange, onDone?: () => void, endings?: Endings): void {
    const isFresh = (id: string) => this.#slots.get(id)?.saved !== true;
    void this.#options.disk.write(change, isFresh).then((written) => {
      onDone?.();
      this.written(written, endings);
    });
  }

  /** The disk has it, or could not take it: either way the other tabs are told. */
  written({ rows, gone, kept }: Written, endings: Endings = new Map()): void {
    // Given up here while it was being written: the next write takes it out. Shown here by now: others wait for it.
    const mine = rows.filter(
      ({ command, state }) => state.kind === 'committed' || this.#slots.get(command.id),
    );
    const ends = new Map(gone.map((id) => [id, endings.get(id) ?? this.#vanished(id)] as const));
    // One notice with all that is in memory only: there is no disk to put them in order again.
    const told = kept
      ? mine
      : [...new Map([...this.#unsaved(), ...mine].map((row) => [row.command.id, row])).values()];
    if (told.length > 0 || ends.size > 0) {
      this.#options.tell({ kind: 'rows', rows: told, gone: [...ends], kept });
    }
    // Someone else wrote in between: theirs counts too.
    const lost = new Map([...ends].filter(([id]) => !endings.has(id)));
    this.merge({ rows: mine.filter(({ command }) => this.#slots.get(command.id)), gone: lost, kept });
  }

  #unsaved(): OutboxEntry[] {
    const slots = this.#restored ? [...this.#slots.all()] : [];
    return slots.filter(({ saved, promised }) => !saved && !promised).map(({ entry }) => entry);
  }

  #kept(id: string): void {
    const slot = this.#slots.get(id);
    if (!slot || slot.promised || slot.saved) return;
    slot.saved = true;
    slot.receipt.climb({ step: 'saved' });
  }

  #count(settled = 0): void {
    const next = countSlots(this.#slots.all());
    this.#progress.note(next.unsent, settled);
    const now = this.#counts.get();
    if (now.unsent !== next.unsent || now.saving !== next.saving || now.attention !== next.attention) {
      this.#counts.set(next);
    }
  }
}
