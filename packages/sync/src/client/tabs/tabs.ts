import type { OutboxDisk } from '../outbox/outbox-disk.ts';
import type { OutboxMirror } from '../outbox/outbox-mirror.ts';
import type { Sender } from '../outbox/sender.ts';
import type { AwaitLock, Clock, OpenChannel, Timer, TryLock } from '../ports.ts';
import { SenderSeat } from './sender-seat.ts';
import { channelName, openTabChannel, senderLock, type TabChannel, type TabNotice } from './tab-channel.ts';

export interface TabsOptions {
  readonly tenantId: string;
  readonly personId: string;
  /** Of this tab. */
  readonly tab: string;
  readonly clock: Clock;
  readonly tryLock: TryLock;
  readonly awaitLock?: AwaitLock;
  readonly openChannel?: OpenChannel;
  readonly outbox: OutboxMirror;
  readonly sender: Pick<Sender, 'stop' | 'tellSteps' | 'askForPosition'>;
  readonly disk: OutboxDisk;
  readonly isLive: () => boolean;
  /** This tab sends from now on; all that the disk had is here. */
  readonly onTaken: () => void;
  readonly onLost: () => void;
  /** What waits may be sent now. */
  readonly onWork: () => void;
  /** What the other tabs look at has changed. */
  readonly onWanted: (scopes: ReadonlySet<string>) => void;
  /** The person has signed out in another tab. */
  readonly onEnded: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** How often a tab looks at the disk for what it was not told, and whether its work gets on. */
const LOOK_MS = 5_000;

/** One of several tabs of a person: who of them sends, and that all show the same. */
export class Tabs {
  readonly #options: TabsOptions;
  readonly #seat: SenderSeat;
  readonly #others = new Map<string, readonly string[]>();
  #channel: TabChannel | undefined;
  #wanted: readonly string[] = [];
  #started = false;
  #wasFree = false;
  #sends = false;
  #closed = false;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  /** The sender was asked for a sign and has not given one. */
  #asked = false;

  constructor(options: TabsOptions) {
    const { tenantId, personId } = options;
    this.#options = options;
    this.#seat = new SenderSeat({
      ...options,
      name: senderLock(tenantId, personId),
      onTaken: () => {
        if (this.#started) void this.#takeOver();
      },
      onLost: () => this.#stopSending(),
    });
  }

  get isSender(): boolean {
    return this.#sends;
  }

  /** Nobody else has written since this tab opened. */
  get holdsSeat(): boolean {
    return this.#wasFree && this.#seat.isHeld;
  }

  /** Opens the channel, and takes the right to send if nobody has it. */
  async open(): Promise<void> {
    const { tenantId, personId, tab, openChannel } = this.#options;
    if (openChannel) {
      const name = channelName(tenantId, personId);
      this.#channel = openTabChannel(openChannel, { name, tab }, (notice, from) => this.#hear(notice, from));
    }
    await this.#seat.enter();
    this.#wasFree = this.#seat.isHeld;
  }

  /** What the disk holds is in the outbox now. */
  start(): void {
    if (this.#closed) return;
    this.#started = true;
    // Whoever had it meanwhile may have written after the disk was read.
    if (this.holdsSeat) this.#send();
    else if (this.#seat.isHeld) void this.#takeOver();
    this.tell({ kind: 'hello' });
    if (this.#wanted.length > 0) this.tell({ kind: 'wants', scopes: this.#wanted });
    if (this.#channel) this.#watch();
  }

  tell(notice: TabNotice): void {
    this.#channel?.tell(notice);
  }

  get hasOthers(): boolean {
    return this.#others.size > 0;
  }

  /** Whether another tab that goes by this name is there. */
  isThere(tab: string): boolean {
    return this.#others.has(tab);
  }

  /** What this tab looks at: whoever keeps the confirmed records keeps those too. */
  want(scopes: readonly string[]): void {
    this.#wanted = scopes;
    if (this.#started) this.tell({ kind: 'wants', scopes });
  }

  /** Takes in what the disk says; asked for meanwhile, it looks once more. */
  look(): Promise<void> {
    this.#next ??= this.#looking.then(() => {
      this.#next = undefined;
      this.#looking = this.#look();
      return this.#looking;
    });
    return this.#next;
  }

  /** The page is about to be frozen: another tab goes on. */
  freeze(): void {
    this.#seat.leave();
  }

  thaw(): void {
    if (this.#closed) return;
    void this.#seat.enter();
    if (this.#started) void this.look();
  }

  /** @param isEnd the person signs out, on this whole machine */
  close(isEnd = false): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.tell({ kind: isEnd ? 'ended' : 'left' });
    this.#seat.close();
    this.#channel?.close();
  }

  async #look(): Promise<void> {
    const { outbox, disk, onFailure } = this.#options;
    const saved = outbox.savedIds();
    try {
      const rows = await disk.load();
      if (!this.#closed) outbox.mergeAll(rows, saved);
    } catch (error) {
      onFailure(error);
    }
  }

  async #takeOver(): Promise<void> {
    const { outbox, disk, onFailure } = this.#options;
    const saved = outbox.savedIds();
    try {
      const rows = await disk.load();
      if (!this.#seat.isHeld || this.#closed) return;
      outbox.mergeAll(rows, saved, true);
    } catch (error) {
      // What is in hand can be sent all the same.
      onFailure(error);
    }
    if (this.#seat.isHeld && !this.#closed) this.#send();
  }

  #send(): void {
    const { onTaken, onWanted, onWork } = this.#options;
    this.#sends = true;
    onTaken();
    onWanted(this.#wantedByOthers());
    this.#tellOfMe();
    // Whoever has more than the disk tells of it.
    this.tell({ kind: 'hello' });
    onWork();
  }

  #stopSending(): void {
    if (!this.#sends) return;
    this.#sends = false;
    this.#options.sender.stop();
    this.#options.onLost();
    this.#options.onWanted(new Set());
  }

  #hear(notice: TabNotice, from: string): void {
    if (this.#closed) return;
    const { outbox, isLive, onEnded } = this.#options;
    if (!this.#others.has(from)) this.#others.set(from, []);
    if (notice.kind === 'rows') this.#heardRows(notice);
    else if (notice.kind === 'steps') {
      this.#asked = false;
      if (!this.#sends) outbox.heardSteps(notice.sent, notice.received);
    } else if (notice.kind === 'sender') {
      this.#asked = false;
      outbox.heardProgress(notice.done);
    } else if (notice.kind === 'hello') this.#greet();
    else if (notice.kind === 'wake') {
      if (this.#sends && !isLive() && notice.live) this.#seat.yield();
      else if (this.#sends) this.#tellOfMe();
    } else if (notice.kind === 'wants') this.#heardWants(from, notice.scopes);
    else if (notice.kind === 'left') {
      this.#others.delete(from);
      if (this.#sends) this.#options.onWanted(this.#wantedByOthers());
    } else if (notice.kind === 'ended') onEnded();
  }

  /**
   * What is new to the one that sends is taken from the disk, in order: a notice may have overtaken another
   * one, or that one may be lost, and work must not overtake what it builds on.
   */
  #heardRows({ rows, gone, kept }: Extract<TabNotice, { kind: 'rows' }>): void {
    const { outbox } = this.#options;
    const isFromDisk = this.#seat.isHeld && kept;
    const heard = isFromDisk ? rows.filter(({ command }) => outbox.slot(command.id)) : rows;
    outbox.merge({ rows: heard, gone: new Map(gone), kept });
    if (heard.length < rows.length) void this.look();
  }

  #greet(): void {
    if (!this.#started) return;
    // What is being written is found on the disk in a moment; what it does not take is not.
    if (this.#options.disk.failing.get()) this.#options.outbox.tellUnsaved();
    if (this.#wanted.length > 0 && !this.#sends) this.tell({ kind: 'wants', scopes: this.#wanted });
    if (!this.#sends) return;
    this.#tellOfMe();
    this.#options.sender.tellSteps();
  }

  #tellOfMe(): void {
    const { isLive, outbox } = this.#options;
    this.tell({ kind: 'sender', live: isLive(), done: outbox.push.get().done });
  }

  #heardWants(from: string, scopes: readonly string[]): void {
    this.#others.set(from, scopes);
    if (this.#sends) this.#options.onWanted(this.#wantedByOthers());
  }

  #wantedByOthers(): ReadonlySet<string> {
    return new Set([...this.#others.values()].flat());
  }

  #watch(): void {
    this.#timer = this.#options.clock.setTimer(LOOK_MS, () => {
      void this.look().then(() => {
        if (this.#closed) return;
        this.#askForSign();
        this.#options.sender.askForPosition();
        this.#watch();
      });
    });
  }

  /** A frozen tab may keep the right to send for hours: one that could send and gets no sign takes it. */
  #askForSign(): void {
    const { outbox, isLive } = this.#options;
    if (this.#sends || outbox.counts.get().unsent === 0 || !isLive()) {
      this.#asked = false;
    } else if (this.#asked) {
      this.#asked = false;
      void this.#seat.steal();
    } else {
      this.#asked = true;
      this.tell({ kind: 'wake', live: true });
    }
  }
}
