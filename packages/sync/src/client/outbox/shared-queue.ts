import type { CommandDraft, Registry } from '@atrium/model';
import type { ClientFrame, Command, RecordState, Refusal } from '@atrium/protocol';
import { Cell, type Observable } from '../observable.ts';
import type { AwaitLock, Clock, OpenChannel, Random, Timer, TryLock } from '../ports.ts';
import type { Overlay } from '../records/overlay.ts';
import type { Subscription } from '../scopes/scopes-options.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import type { ConfirmedKeeper } from '../storage/confirmed-keeper.ts';
import { FollowedScopes } from '../tabs/followed-scopes.ts';
import { alone } from '../tabs/sender-seat.ts';
import type { Ending, TabNotice } from '../tabs/tab-channel.ts';
import { Tabs } from '../tabs/tabs.ts';
import { Attention } from './attention.ts';
import { type ExportedChange, exportQueue } from './export-queue.ts';
import { Outbox } from './outbox.ts';
import { OutboxDisk } from './outbox-disk.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { OutboxMirror } from './outbox-mirror.ts';
import type { OwnWork } from './own-work.ts';
import { Sender } from './sender.ts';

export interface SharedQueueOptions {
  readonly storage: ClientStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly registry: Registry;
  readonly tenantId: string;
  readonly personId: string;
  /** Of this tab or process. */
  readonly tab: string;
  readonly tryLock?: TryLock | undefined;
  readonly awaitLock?: AwaitLock | undefined;
  readonly openChannel?: OpenChannel | undefined;
  readonly overlay: Overlay;
  readonly own: OwnWork;
  readonly keeper: Pick<ConfirmedKeeper, 'take' | 'leave' | 'idle'>;
  readonly shown: (recordId: string) => RecordState | undefined;
  readonly confirmedVersion: (recordId: string) => number;
  readonly isVisible: (position: number) => boolean;
  readonly send: (frame: ClientFrame) => boolean;
  readonly isLive: () => boolean;
  readonly toCommand: (draft: CommandDraft, cause?: string) => Command;
  readonly subscribe: (scope: string) => Subscription;
  readonly onRefused: (command: Command, refusal: Refusal) => void;
  /** Some of what is queued may be visible by now. */
  readonly onNews: () => void;
  /** The person has signed out in another tab. */
  readonly onEnded: () => void;
  readonly onFailure: (error: unknown) => void;
  /** All that the disk did not take is on it now. */
  readonly onMended?: () => void;
}

export interface QueueStatus {
  readonly unsent: number;
  readonly saving: number;
  readonly attention: number;
  readonly storage: 'device' | 'memory';
  readonly isSender: boolean;
}

/** How long other tabs may take to hear of a commit. */
const KEEP_DONE_MS = 30_000;

/** The outbox that all tabs of a person share: wires its parts, so that there is one door to it. */
export class SharedQueue {
  readonly outbox: Outbox;
  readonly attention: Attention;
  readonly sender: Sender;
  readonly mirror: OutboxMirror;
  readonly #options: SharedQueueOptions;
  readonly #disk: OutboxDisk;
  readonly #tabs: Tabs;
  readonly #status: Cell<QueueStatus>;
  readonly #done = new Map<string, Ending>();
  #sweep: Timer | undefined;
  #isWorking = false;

  constructor(options: SharedQueueOptions) {
    this.#options = options;
    const { own, tab, clock, random, keeper, onFailure, send, isLive } = options;
    const isSender = () => this.#tabs.isSender;
    const tell = (notice: TabNotice) => this.#tabs.tell(notice);
    this.#disk = new OutboxDisk({
      ...options,
      onFailure,
      onKept: (written) => this.mirror.written(written),
    });
    this.mirror = new OutboxMirror({
      ...options,
      disk: this.#disk,
      tell,
      isSender,
      onWork: () => this.work(),
      onNews: () => {
        this.work();
        options.onNews();
      },
      // Somebody has to hear of it when the tab that issued it is gone.
      tellsOf: (issuer) => issuer === tab || (isSender() && !this.#tabs.isThere(issuer)),
    });
    this.outbox = new Outbox({ ...options, mirror: this.mirror, isSender });
    this.sender = new Sender({
      outbox: this.mirror,
      own,
      clock,
      random,
      send,
      canSend: () => isSender() && isLive(),
      tell,
    });
    const following = new FollowedScopes(options.subscribe);
    this.#tabs = new Tabs({
      tenantId: options.tenantId,
      personId: options.personId,
      tab,
      clock,
      tryLock: options.tryLock ?? alone,
      ...(options.awaitLock && { awaitLock: options.awaitLock }),
      ...(options.openChannel && { openChannel: options.openChannel }),
      outbox: this.mirror,
      sender: this.sender,
      disk: this.#disk,
      isLive,
      onTaken: () => {
        void keeper.take();
        this.#tellStatus();
      },
      onLost: () => {
        keeper.leave();
        this.#tellStatus();
      },
      onWork: () => this.work(),
      onWanted: (scopes) => following.follow(scopes),
      onEnded: options.onEnded,
      onFailure,
    });
    this.attention = new Attention({
      outbox: this.outbox,
      toCommand: options.toCommand,
      versionOf: options.confirmedVersion,
    });
    this.#status = new Cell(this.#readStatus());
    this.mirror.counts.subscribe(() => this.#tellStatus());
    this.#disk.failing.subscribe(() => {
      this.#tellStatus();
      if (!this.#disk.failing.get()) options.onMended?.();
    });
  }

  get status(): Observable<QueueStatus> {
    return this.#status;
  }

  get isSender(): boolean {
    return this.#tabs.isSender;
  }

  get holdsSeat(): boolean {
    return this.#tabs.holdsSeat;
  }

  /** Finds out whether this tab sends; nothing is sent before `start`. */
  open(): Promise<void> {
    return this.#tabs.open();
  }

  /** What the disk holds; nothing, if it cannot be read. */
  async load(): Promise<OutboxEntry[]> {
    try {
      return await this.#disk.load();
    } catch (error) {
      this.#options.onFailure(error);
      return [];
    }
  }

  /** Takes that in, and goes to work. */
  start(stored: readonly OutboxEntry[]): void {
    this.mirror.restore(stored);
    this.#tabs.start();
  }

  /** Sends what may go now, and settles what other tabs ask for. */
  work(): void {
    if (!this.#tabs.isSender || this.#isWorking) return;
    this.#isWorking = true;
    try {
      this.sender.dispose();
      this.sender.pump();
    } finally {
      this.#isWorking = false;
    }
  }

  /** The disk and the other tabs may know more: after a while away. */
  look(): void {
    void this.#disk.retry();
    if (this.mirror.isRestored && this.#options.openChannel) void this.#tabs.look();
  }

  setFrozen(isFrozen: boolean): void {
    if (isFrozen) this.#tabs.freeze();
    else this.#tabs.thaw();
  }

  want(scopes: readonly string[]): void {
    this.#tabs.want(scopes);
  }

  /** Takes what is shown now off the disk, once the disk has the records that show it. */
  async forget(done: ReadonlyMap<string, Ending>): Promise<void> {
    if (!this.isSender) return;
    await this.#options.keeper.idle();
    if (!this.#tabs.hasOthers) return this.mirror.forget(done);
    // Others may just be issuing on top of what they have not heard of: whoever sends that must know of this.
    for (const [id, how] of done) this.#done.set(id, how);
    this.#sweep ??= this.#options.clock.setTimer(KEEP_DONE_MS, () => {
      this.#sweep = undefined;
      const swept = new Map(this.#done);
      this.#done.clear();
      if (this.isSender) this.mirror.forget(swept);
    });
  }

  exported(): ExportedChange[] {
    return exportQueue(this.outbox.entries(), (id) => this.mirror.slot(id)?.saved === true);
  }

  async close(isEnd: boolean): Promise<void> {
    this.sender.stop();
    this.#sweep?.cancel();
    await this.#options.keeper.idle();
    await this.#disk.idle();
    this.#disk.close();
    this.#tabs.close(isEnd);
  }

  #readStatus(): QueueStatus {
    const isKept = this.#options.storage.isLasting && !this.#disk.failing.get();
    const counts = this.mirror.counts.get();
    return { ...counts, storage: isKept ? 'device' : 'memory', isSender: this.#tabs.isSender };
  }

  #tellStatus(): void {
    this.#status.set(this.#readStatus());
  }
}
