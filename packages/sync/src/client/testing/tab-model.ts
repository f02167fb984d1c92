import { builtIn } from '@atrium/model';
import { type ClientFrame, type Command, derivedId, type Outcome, type Refusal } from '@atrium/protocol';
import { VirtualClock } from '../../shared/testing/virtual-clock.ts';
import { OwnWork } from '../outbox/own-work.ts';
import type { Receipt } from '../outbox/receipt.ts';
import { SharedQueue } from '../outbox/shared-queue.ts';
import type { Clock } from '../ports.ts';
import { Replica } from '../records/replica.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import { FakeChannels, FakeLocks } from './fake-tabs.ts';

const NAMESPACE = '00000000-0000-7000-8000-0000000000bb';
const PERSON = derivedId(NAMESPACE, 'person');

/** Something issued, and what its tab was told of it before that tab ended. */
export interface IssuedHere {
  readonly command: Command;
  readonly receipt: Receipt;
  readonly tab: ModelTab;
  saved: boolean;
  /** It took the place of another one, earlier in the order. */
  readonly isRetry: boolean;
  /** A person asked to give it up: it may end anywhere, but not twice. */
  isGivenUp: boolean;
}

export type CrashPoint = 'before' | 'after';

interface Sent {
  readonly tab: ModelTab;
  readonly connection: number;
  readonly command: Command;
}

/** One browser with several tabs over one disk, a channel and a network that one decides about by hand, and a log. */
export class TabModel {
  readonly clock = new VirtualClock();
  readonly tabs: ModelTab[] = [];
  readonly issued: IssuedHere[] = [];
  readonly log: Command[] = [];
  /** On their way to the server, in any order. */
  readonly sent: Sent[] = [];
  /** Notices between tabs that have not arrived. */
  readonly notices: (() => void)[] = [];
  readonly outcomes = new Map<string, Outcome>();
  readonly locks = new FakeLocks();
  readonly channels = new FakeChannels((deliver) => this.notices.push(deliver));
  readonly #open: () => Promise<ClientStorage>;
  readonly #versions = new Map<string, number>();
  /** A tab died, or did not hear of something, for good. */
  hasLosses = false;
  #made = 0;

  /** @param open the same disk, as each tab opens it */
  constructor(open: () => Promise<ClientStorage>) {
    this.#open = open;
  }

  get living(): ModelTab[] {
    return this.tabs.filter(({ isAlive }) => isAlive);
  }

  async openTab(): Promise<ModelTab> {
    const tab = new ModelTab(this, `tab-${this.tabs.length + 1}`, await this.#open());
    this.tabs.push(tab);
    return tab;
  }

  lose(at: number): void {
    this.hasLosses = true;
    this.notices.splice(at % Math.max(1, this.notices.length), 1);
  }

  newId(): string {
    return derivedId(NAMESPACE, `${this.#made++}`);
  }

  /** Decides one of the commands that wait at the server; the answer reaches its tab, or does not. */
  decide(at: number, refusal?: Refusal, isAnswerLost = false): void {
    const [next] = this.sent.splice(at % Math.max(1, this.sent.length), 1);
    if (!next) return;
    const { command, tab } = next;
    const outcome = this.outcomes.get(command.id) ?? this.#decide(command, refusal);
    if (outcome.kind === 'committed' || !isTransient(outcome.refusal)) {
      this.outcomes.set(command.id, outcome);
    }
    if (!isAnswerLost && tab.connection === next.connection) tab.answered(command.id, outcome);
  }

  /** How many versions of a record the log had at a position. */
  versionAt(recordId: string, position: number): number {
    return this.log.slice(0, position).filter((command) => command.recordId === recordId).length;
  }

  #issued(command: Command | undefined): IssuedHere | undefined {
    return this.issued.find((issued) => issued.command.id === command?.id);
  }

  #decide(command: Command, refusal: Refusal | undefined): Outcome {
    if (refusal) return { kind: 'refused', refusal };
    const { recordId, baseVersion, ownVersions = [], input } = command;
    const version = this.#versions.get(recordId) ?? 0;
    const parent = typeof input.parent === 'string' ? input.parent : undefined;
    if (parent !== undefined && !this.#versions.has(parent)) {
      return { kind: 'refused', refusal: { code: 'NOT_FOUND', message: 'It overtook what it builds on.' } };
    }
    const made = this.log.filter((earlier) => earlier.recordId === recordId);
    for (let between = baseVersion + 1; between <= version; between++) {
      if (ownVersions.includes(between)) continue;
      // Two tabs that did not know of each other's work may meet, and what was given up may be done all the same.
      const maker = this.#issued(made[between - 1]);
      const isOwn = maker?.tab === this.#issued(command)?.tab && !maker?.isGivenUp;
      const message = isOwn ? OWN_CONFLICT : 'Two tabs changed it at once.';
      return { kind: 'refused', refusal: { code: 'CONFLICT', message } };
    }
    this.#versions.set(recordId, version + 1);
    this.log.push(command);
    const position = this.log.length;
    return { kind: 'committed', firstPosition: position, lastPosition: position, version: version + 1 };
  }
}

export const OWN_CONFLICT = 'A tab conflicts with itself.';

/** Refusals that say nothing about the command itself. */
export function isTransient({ code }: Refusal): boolean {
  return code === 'UNAVAILABLE' || code === 'RATE_LIMITED';
}

export class ModelTab {
  readonly name: string;
  readonly queue: SharedQueue;
  readonly faults: unknown[] = [];
  isAlive = true;
  isStalled = false;
  isConnected = false;
  connection = 0;
  /** Everything in the log up to there is in its confirmed records. */
  seen = 0;
  crashNext: CrashPoint | undefined;
  readonly #model: TabModel;
  readonly #lock: ReturnType<FakeLocks['forTab']>;
  readonly #replica: Replica;
  /** What happens to it while it does not run. */
  readonly #late: (() => void)[] = [];

  constructor(model: TabModel, name: string, storage: ClientStorage) {
    this.name = name;
    this.#model = model;
    this.#lock = model.locks.forTab();
    const own = new OwnWork();
    this.#replica = new Replica({
      registry: builtIn,
      schedule: (task) => task(),
      actor: () => ({ personId: PERSON, via: 'web' }),
      eventsOf: () => undefined,
      stamp: (command) => own.stamp(command),
      onFault: (_command, error) => this.faults.push(error),
    });
    this.queue = new SharedQueue({
      storage: this.#fragile(storage),
      clock: this.#clock(),
      random: () => 0.5,
      registry: builtIn,
      tenantId: 'tenant',
      personId: PERSON,
      tab: name,
      tryLock: this.#lock.tryLock,
      awaitLock: this.#lock.awaitLock,
      openChannel: (channel, onNotice) =>
        model.channels.openChannel(channel, (notice) => this.#run(() => onNotice(notice))),
      overlay: this.#replica.overlay,
      own,
      keeper: { take: async () => undefined, leave: () => undefined, idle: async () => undefined },
      shown: () => undefined,
      confirmedVersion: (id) => model.versionAt(id, this.seen),
      isVisible: (position) => position <= this.seen,
      send: (frame) => this.#send(frame),
      isLive: () => this.isConnected,
      toCommand: (draft) => this.#command(draft),
      subscribe: () => ({ scope: '', status: never, release: () => undefined }),
      onRefused: () => undefined,
      onNews: () => this.settle(),
      onEnded: () => undefined,
      onFailure: (error) => this.faults.push(error),
    });
    void this.#start();
  }

  issue(about: { recordId: string; parent?: string | undefined }): void {
    const { recordId, parent } = about;
    const name = parent === undefined ? 'work_item.update' : 'work_item.create';
    const input = parent === undefined ? { set: { title: recordId } } : { parent };
    const baseVersion = this.#model.versionAt(recordId, this.seen);
    const command = this.#command({ name, recordId, baseVersion, input });
    this.#follow(command, this.queue.outbox.issue(command));
  }

  retry(id: string): void {
    const again = this.queue.attention.retry(id);
    if (!again) return;
    this.#model.outcomes.delete(again.command.id);
    this.giveUp([id]);
    this.#follow(again.command, again.receipt, true);
  }

  drop(id: string): void {
    this.giveUp(this.queue.attention.drop(id));
  }

  undo(id: string): void {
    const { recordId } = this.queue.outbox.entry(id)?.command ?? { recordId: this.#model.newId() };
    const input = { commandId: id };
    const baseVersion = this.#model.versionAt(recordId, this.seen);
    const otherwise = this.#command({ name: 'history.undo', recordId, baseVersion, input });
    const before = this.queue.outbox.entries().map(({ command }) => command.id);
    if (!this.queue.outbox.retract(id, otherwise)) return;
    const left = new Set(this.queue.outbox.entries().map(({ command }) => command.id));
    this.giveUp(before.filter((one) => !left.has(one)));
  }

  giveUp(ids: readonly string[]): void {
    for (const issued of this.#model.issued) if (ids.includes(issued.command.id)) issued.isGivenUp = true;
  }

  connect(): void {
    if (!this.isAlive || this.isConnected) return;
    this.isConnected = true;
    this.connection++;
    this.queue.work();
  }

  disconnect(): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    this.connection++;
    this.#run(() => this.queue.sender.disconnected(false));
  }

  answered(id: string, outcome: Outcome): void {
    this.#run(() => {
      if (outcome.kind === 'committed') this.queue.sender.acked(id, outcome);
      else this.queue.sender.refused(id, outcome.refusal);
      this.queue.work();
    });
  }

  /** Its scopes have caught up with the log. */
  catchUp(): void {
    this.seen = this.#model.log.length;
    this.#run(() => this.settle());
  }

  settle(): void {
    const done = this.queue.mirror.takeVisible();
    if (done.size === 0) return;
    this.#replica.overlay.rebase([], done.keys());
    void this.queue.forget(done);
    this.queue.work();
  }

  kill(): void {
    if (!this.isAlive) return;
    this.#model.hasLosses = true;
    this.isAlive = false;
    this.isConnected = false;
    this.connection++;
    this.#lock.die();
  }

  /** Stops running without a word, and with everything it holds. */
  stall(): void {
    this.isStalled = true;
  }

  wake(): void {
    this.isStalled = false;
    for (const run of this.#late.splice(0)) this.#run(run);
  }

  async #start(): Promise<void> {
    await this.queue.open();
    const stored = await this.queue.load();
    if (this.isAlive) this.queue.start(stored);
  }

  #follow(command: Command, receipt: Receipt, isRetry = false): void {
    const issued: IssuedHere = { command, receipt, tab: this, saved: false, isRetry, isGivenUp: false };
    this.#model.issued.push(issued);
    receipt.state.subscribe(() => {
      const { step } = receipt.state.get();
      if (step !== 'saving' && this.isAlive) issued.saved = true;
    });
  }

  #command(draft: Pick<Command, 'name' | 'recordId' | 'baseVersion' | 'input'>): Command {
    const issuedAt = new Date(this.#model.clock.now()).toISOString();
    return { id: this.#model.newId(), ...draft, issuedAt };
  }

  #send(frame: ClientFrame): boolean {
    if (!this.isAlive || !this.isConnected) return false;
    if (frame.kind === 'command') {
      this.#model.sent.push({ tab: this, connection: this.connection, command: frame.command });
    }
    return true;
  }

  #run(task: () => void): void {
    if (!this.isAlive) return;
    if (this.isStalled) this.#late.push(task);
    else task();
  }

  #clock(): Clock {
    const { clock } = this.#model;
    return {
      now: () => clock.now(),
      setTimer: (milliseconds, run) => clock.setTimer(milliseconds, () => this.#run(run)),
    };
  }

  /** Dies at the next transaction when told to: before it runs, or after, without hearing of it. */
  #fragile(storage: ClientStorage): ClientStorage {
    const never = new Promise<never>(() => undefined);
    const step = async <T>(run: () => Promise<T>): Promise<T> => {
      if (!this.isAlive) return never;
      const crash = this.crashNext;
      this.crashNext = undefined;
      if (crash === 'before') {
        this.kill();
        return never;
      }
      const running = run();
      if (crash === 'after') {
        // The transaction is under way: a browser finishes it.
        this.kill();
        await running;
      }
      const result = await running;
      if (!this.isAlive) return never;
      if (this.isStalled) await new Promise<void>((resolve) => this.#late.push(resolve));
      return this.isAlive ? result : never;
    };
    return {
      ...storage,
      load: () => step(() => storage.load()),
      loadOutbox: () => step(() => storage.loadOutbox()),
      changeOutbox: (ids, change) => step(() => storage.changeOutbox(ids, change)),
    };
  }
}

const never = {
  get: () => ({ kind: 'loading' as const }),
  subscribe: () => () => undefined,
};
