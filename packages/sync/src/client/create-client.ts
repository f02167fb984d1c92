import { builtIn, type CommandDraft } from '@atrium/model';
import type { Actor, Command, Outcome, Refusal, ServerFrame } from '@atrium/protocol';
import { newId as freshId } from '@atrium/protocol';
import { startSpan, traced } from '../shared/command-trace.ts';
import type { Client, ClientOptions, SendOptions, Sent } from './client.ts';
import type { ClientEvent, ClientStatus } from './client-status.ts';
import { Connection, type Welcome } from './connection/connection.ts';
import { isSignedOut } from './connection/is-signed-out.ts';
import { Cell, type Observable } from './observable.ts';
import type { Attention } from './outbox/attention.ts';
import type { ExportedQueue } from './outbox/export-queue.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import { OwnWork } from './outbox/own-work.ts';
import type { Push } from './outbox/push-progress.ts';
import type { Receipt } from './outbox/receipt.ts';
import { SharedQueue } from './outbox/shared-queue.ts';
import type { Logger } from './ports.ts';
import { silentLogger } from './ports.ts';
import { Presence } from './presence.ts';
import { Replica } from './records/replica.ts';
import type { Store } from './records/store.ts';
import { countRepair } from './scopes/count-repair.ts';
import { scopeReaders } from './scopes/scope-readers.ts';
import { Scopes } from './scopes/scopes.ts';
import type { Subscription } from './scopes/scopes-options.ts';
import type { ConfirmedChange, StoredState } from './storage/client-storage.ts';
import { ConfirmedKeeper } from './storage/confirmed-keeper.ts';
import { WantedScopes } from './tabs/wanted-scopes.ts';
import { UndoStack, type UndoStep } from './undo-stack.ts';

const NOTHING_NEW: ConfirmedChange = { records: new Map(), positions: new Map() };

type Frame<K extends ServerFrame['kind']> = Extract<ServerFrame, { kind: K }>;

export function createClient(options: ClientOptions): Client {
  return new LiveClient(options);
}

/** Wires the parts: frames in, changes through, commands out. Decides nothing itself. */
class LiveClient implements Client {
  readonly ready: Promise<void>;
  readonly presence: Presence;
  readonly #options: ClientOptions;
  readonly #logger: Logger;
  readonly #newId: () => string;
  readonly #own = new OwnWork();
  readonly #undo = new UndoStack();
  readonly #replica: Replica;
  readonly #queue: SharedQueue;
  readonly #scopes: Scopes;
  readonly #connection: Connection;
  readonly #keeper: ConfirmedKeeper;
  readonly #status: Cell<ClientStatus>;
  readonly #listeners = new Set<(event: ClientEvent) => void>();
  readonly #wanted = new WantedScopes((scopes) => this.#queue.want(scopes));
  #personId: string | undefined;
  #closed = false;

  constructor(options: ClientOptions) {
    const { clock, random, storage, registry = builtIn } = options;
    const send = (frame: Parameters<Connection['send']>[0]) => this.#connection.send(frame);
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#newId = options.newId ?? freshId;
    this.#personId = options.personId;
    this.#replica = new Replica({
      registry,
      // Bound to nothing: browsers refuse to run their own function as a method.
      schedule: options.schedule ?? ((task) => queueMicrotask(task)),
      actor: () => this.#actor(),
      eventsOf: (commandId) => this.#own.eventsOf(commandId),
      stamp: (command) => this.#own.stamp(command),
      onFault: ({ name }, error) => this.#logger.error('A rule failed.', { name, error }),
    });
    this.#keeper = new ConfirmedKeeper({
      storage,
      registry,
      replica: this.#replica,
      scopes: () => this.#scopes,
      onFailure: (error) => this.#fail('STORAGE', error),
      mayKeep: options.tryLock !== undefined || options.openChannel === undefined,
    });
    this.#queue = new SharedQueue({
      ...options,
      registry,
      personId: options.personId ?? '',
      tab: options.clientId,
      overlay: this.#replica.overlay,
      own: this.#own,
      keeper: this.#keeper,
      shown: (id) => this.#replica.store.get(id),
      confirmedVersion: (id) => this.#replica.confirmed(id)?.version ?? 0,
      isVisible: (position) => this.#scopes.isVisible(position),
      send,
      isLive: () => this.#connection.isLive,
      toCommand: (draft, cause) => this.#command(draft, cause),
      subscribe: (scope) => this.#scopes.subscribe(scope),
      onRefused: (command, refusal) => this.#refused(command, refusal),
      onNews: () => this.#apply(NOTHING_NEW),
      onEnded: () => this.#connection.signedOut(),
      onFailure: (error) => this.#fail('STORAGE', error),
      onMended: () => this.#clearError('STORAGE'),
    });
    this.presence = new Presence({ clock, send });
    this.#connection = new Connection({
      ...options,
      url: `${options.url.replace(/^http/, 'ws')}/ws`,
      appVersion: options.appVersion ?? 'dev',
      logger: this.#logger,
      isSignedOut: () => isSignedOut(options),
      onLive: (welcome) => this.#welcomed(welcome),
      onFrame: (frame) => this.#received(frame),
      onDown: (code) => this.#down(code),
    });
    this.#scopes = new Scopes({
      registry,
      clock,
      random,
      logger: this.#logger,
      confirmed: (id) => this.#replica.confirmed(id),
      allConfirmed: () => this.#replica.allConfirmed(),
      apply: (change) => this.#apply(change),
      send,
      checks: options.checks,
      ...scopeReaders(options),
      onRepaired: (repair) => {
        countRepair(repair);
        this.#emit({ kind: 'repaired', ...repair });
      },
      onSignedOut: () => this.#connection.signedOut(),
      onWithdrawn: (scope, reason) => {
        this.presence.left(scope);
        this.#emit({ kind: 'withdrawn', scope, reason });
      },
    });
    this.#status = new Cell<ClientStatus>({ connection: 'idle', ...this.#queue.status.get() });
    this.#connection.state.subscribe(() => this.#tell());
    this.#queue.status.subscribe(() => this.#tell());
    this.ready = this.#open();
  }

  get store(): Store {
    return this.#replica.store;
  }

  get status(): Observable<ClientStatus> {
    return this.#status;
  }

  get push(): Observable<Push> {
    return this.#queue.mirror.push;
  }

  get attention(): Attention {
    return this.#queue.attention;
  }

  get undoDepth(): Observable<{ readonly undo: number; readonly redo: number }> {
    return this.#undo.depth;
  }

  send(draft: CommandDraft, { cause, undoable = true }: SendOptions = {}): Sent {
    const sent = this.#send(this.#command(draft, cause));
    if (undoable && sent.receipt.state.get().step !== 'refused') this.#undo.did(sent.command);
    return sent;
  }

  subscribe(scope: string): Subscription {
    const subscription = this.#scopes.subscribe(scope);
    const stopWanting = this.#wanted.add(scope);
    return {
      ...subscription,
      release: () => {
        stopWanting();
        subscription.release();
        if (!this.#scopes.isWanted(scope)) this.presence.left(scope);
      },
    };
  }

  undo(commandId?: string): Sent[] | undefined {
    const step = this.#undo.takeUndo(commandId);
    if (!step) return undefined;
    const sent = this.#takeBack(step, 'undo');
    this.#undo.didUndo(sent.map(({ command }) => command));
    return sent;
  }

  redo(): Sent[] | undefined {
    const step = this.#undo.takeRedo();
    if (!step) return undefined;
    const sent = this.#takeBack(step, 'redo');
    this.#undo.didRedo(sent.map(({ command }) => command));
    return sent;
  }

  receipt(commandId: string): Receipt | undefined {
    return this.#queue.outbox.receipt(commandId);
  }

  queue(): readonly OutboxEntry[] {
    return this.#queue.outbox.entries();
  }

  exportQueue(): ExportedQueue {
    const exportedAt = new Date(this.#options.clock.now()).toISOString();
    const who = { workspace: this.#options.tenantId, person: this.#personId };
    return { exportedAt, ...who, changes: this.#queue.exported() };
  }

  onEvent(listener: (event: ClientEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setOnline(online: boolean): void {
    this.#connection.setOnline(online);
  }

  reconnect(): void {
    this.#queue.look();
    this.#connection.start();
  }

  setFrozen(isFrozen: boolean): void {
    this.#queue.setFrozen(isFrozen);
  }

  close(): Promise<void> {
    return this.#end(false);
  }

  async destroy(): Promise<void> {
    await this.#end(true);
    await this.#options.storage.destroy();
  }

  async #end(isSignOut: boolean): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.stop();
    this.#scopes.close();
    this.presence.close();
    await this.ready;
    await this.#queue.close(isSignOut);
    await this.#options.storage.close();
  }

  /** Shows what an earlier run left, while the connection is already being made. */
  async #open(): Promise<void> {
    const { storage, isOnline = true } = this.#options;
    if (isOnline) this.#connection.start();
    else this.#connection.setOnline(false);
    let stored: Pick<StoredState, 'records' | 'positions'> = { records: [], positions: new Map() };
    try {
      await this.#queue.open();
      stored = await storage.load();
    } catch (error) {
      this.#fail('STORAGE', error);
    }
    const queued = await this.#queue.load();
    if (this.#closed) return;
    this.#keeper.loaded(this.#queue.holdsSeat);
    this.#replica.apply(new Map(stored.records.map((record) => [record.id, record])));
    this.#queue.start(queued);
    this.#scopes.restore(stored.positions);
  }

  #actor(): Actor {
    return { personId: this.#personId ?? this.#options.tenantId, via: 'web' };
  }

  #command({ name, recordId, baseVersion, input }: CommandDraft, cause?: string): Command {
    const issuedAt = new Date(this.#options.clock.now()).toISOString();
    const command = { id: this.#newId(), name, recordId, baseVersion, input, issuedAt };
    return cause === undefined ? command : { ...command, cause };
  }

  #send(command: Command): Sent {
    return traced('client.send', command.id, () => ({ command, receipt: this.#queue.outbox.issue(command) }));
  }

  #takeBack({ commands }: UndoStep, verb: 'undo' | 'redo'): Sent[] {
    const cause = commands.length > 1 ? `${verb}:${this.#newId()}` : undefined;
    return [...commands].reverse().flatMap(({ id, recordId }) => {
      const baseVersion = this.#replica.confirmed(recordId)?.version ?? 0;
      const draft = { name: 'history.undo', recordId, baseVersion, input: { commandId: id } };
      const otherwise = this.#command(draft, cause);
      // Never sent: it simply did not happen.
      return this.#queue.outbox.retract(id, otherwise) ? [] : [this.#send(otherwise)];
    });
  }

  #welcomed({ connectionId, personId }: Welcome): void {
    if (this.#personId !== undefined && this.#personId !== personId) {
      // Someone else signed in: this person's queue must not be sent under another name.
      this.#fail('OTHER_PERSON', 'The session belongs to someone else.');
      this.#connection.signedOut();
      return;
    }
    if (this.#personId === undefined) {
      this.#personId = personId;
      this.#replica.overlay.reset(this.#queue.mirror.shownCommands());
    }
    this.#clearError('OTHER_PERSON');
    this.presence.connected(connectionId);
    this.#scopes.connected();
    this.#queue.work();
  }

  #down(code: number): void {
    this.#scopes.disconnected();
    this.presence.disconnected();
    this.#queue.sender.disconnected(code === 4400 || code === 4413);
  }

  #received(frame: ServerFrame): void {
    if (frame.kind === 'received') this.#queue.sender.received(frame.commandId);
    else if (frame.kind === 'ack') this.#acked(frame);
    else if (frame.kind === 'refused') this.#refusedByServer(frame);
    else if (frame.kind === 'subscribed') this.#subscribed(frame);
    else if (frame.kind === 'deltas') this.#deltas(frame);
    else if (frame.kind === 'withdrawn') this.#scopes.withdrawn(frame.scope, frame.reason);
    else if (frame.kind === 'presence') this.presence.received(frame);
    else if (frame.kind === 'problem') this.#problem(frame);
  }

  #refusedByServer({ commandId, refusal }: Frame<'refused'>): void {
    if (refusal.code === 'UNAUTHENTICATED') this.#connection.signedOut();
    this.#queue.sender.refused(commandId, refusal);
  }

  #subscribed(frame: Frame<'subscribed'>): void {
    this.#noteOwn(frame.events);
    this.#scopes.subscribed(frame);
    this.presence.subscribed(frame.scope);
  }

  #deltas(frame: Frame<'deltas'>): void {
    this.#noteOwn(frame.events);
    this.#scopes.deltas(frame);
  }

  #acked({ commandId, firstPosition, lastPosition, version }: Frame<'ack'>): void {
    const outcome: Outcome = { kind: 'committed', firstPosition, lastPosition, version };
    this.#queue.sender.acked(commandId, outcome);
    // Its deltas may have come first, or nothing it changed is looked at.
    if (this.#scopes.isVisible(lastPosition)) this.#apply(NOTHING_NEW);
    this.#queue.work();
  }

  #noteOwn(events: Frame<'deltas'>['events']): void {
    for (const event of events) if (this.#queue.outbox.entry(event.commandId)) this.#own.addEvent(event);
  }

  #apply(change: ConfirmedChange): void {
    const done = this.#queue.mirror.takeVisible();
    if (change.records.size > 0 || done.size > 0) this.#replica.apply(change.records, done.keys());
    for (const commandId of done.keys()) startSpan('client.confirm', commandId).end();
    if (change.records.size > 0 || change.positions.size > 0) this.#keeper.write(change);
    if (done.size === 0) return;
    void this.#queue.forget(done);
    this.#queue.work();
  }

  #refused(command: Command, refusal: Refusal): void {
    this.#undo.refused(command.id);
    this.#emit({ kind: 'refused', command, refusal });
  }

  #problem({ code, message, details }: Frame<'problem'>): void {
    this.#logger.warn('The server reports a problem.', { code, message, details });
    if (code === 'RATE_LIMITED') {
      this.#queue.sender.pause(typeof details.retryAfterMs === 'number' ? details.retryAfterMs : 1_000);
    }
    this.#emit({ kind: 'problem', code, message });
  }

  #fail(code: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#logger.warn(message, { code });
    this.#status.set({ ...this.#status.get(), lastError: { code, message } });
  }

  #clearError(code: string): void {
    const { lastError, ...rest } = this.#status.get();
    if (lastError?.code === code) this.#status.set(rest);
  }

  #tell(): void {
    const connection = this.#connection.state.get();
    this.#status.set({ ...this.#status.get(), connection, ...this.#queue.status.get() });
  }

  #emit(event: ClientEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
