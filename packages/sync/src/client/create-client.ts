import { builtIn, type CommandDraft } from '@atrium/model';
import type { Actor, Command, Outcome, Refusal, ServerFrame } from '@atrium/protocol';
import { newId as freshId } from '@atrium/protocol';
import { startSpan, traced } from '../shared/command-trace.ts';
import type { Client, ClientOptions, SendOptions, Sent } from './client.ts';
import type { ClientEvent, ClientStatus } from './client-status.ts';
import { Connection, type Welcome } from './connection/connection.ts';
import type { ConnectionState } from './connection/connection-state.ts';
import { Cell, type Observable } from './observable.ts';
import { Attention } from './outbox/attention.ts';
import { LateAdoption } from './outbox/late-adoption.ts';
import { Outbox } from './outbox/outbox.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import { OwnWork } from './outbox/own-work.ts';
import type { Receipt } from './outbox/receipt.ts';
import { upcastEntry } from './outbox/upcast-entry.ts';
import type { Logger } from './ports.ts';
import { silentLogger } from './ports.ts';
import { Presence } from './presence.ts';
import { Replica } from './records/replica.ts';
import type { Store } from './records/store.ts';
import { bootstrap } from './scopes/bootstrap.ts';
import { countRepair } from './scopes/count-repair.ts';
import { readDigests } from './scopes/read-digests.ts';
import { Scopes } from './scopes/scopes.ts';
import type { Subscription } from './scopes/scopes-options.ts';
import type { ConfirmedChange, StoredState } from './storage/client-storage.ts';
import { ConfirmedWriter } from './storage/confirmed-writer.ts';
import { alone, openTabs, type Tabs } from './storage/tab-locks.ts';
import { UndoStack, type UndoStep } from './undo-stack.ts';

type Frame<K extends ServerFrame['kind']> = Extract<ServerFrame, { kind: K }>;

export function createClient(options: ClientOptions): Client {
  return new LiveClient(options);
}

/** Wires the parts: frames in, changes through, commands out. Decides nothing itself. */
class LiveClient implements Client {
  readonly ready: Promise<void>;
  readonly attention: Attention;
  readonly presence: Presence;
  readonly #options: ClientOptions;
  readonly #logger: Logger;
  readonly #newId: () => string;
  readonly #own = new OwnWork();
  readonly #undo = new UndoStack();
  readonly #replica: Replica;
  readonly #outbox: Outbox;
  readonly #scopes: Scopes;
  readonly #lateAdoption: LateAdoption;
  readonly #connection: Connection;
  readonly #writer: ConfirmedWriter;
  readonly #status: Cell<ClientStatus>;
  readonly #listeners = new Set<(event: ClientEvent) => void>();
  #personId: string | undefined;
  #tabs: Tabs | undefined;
  #closed = false;
  #outboxWrites: Promise<unknown> = Promise.resolve();

  constructor(options: ClientOptions) {
    const { clock, random, storage, registry = builtIn, tenantId } = options;
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
    this.#writer = new ConfirmedWriter(storage, (error) => this.#fail('STORAGE', error));
    this.#outbox = new Outbox({
      overlay: this.#replica.overlay,
      own: this.#own,
      registry,
      partition: options.clientId,
      clock,
      random,
      send,
      canSend: () => this.#connection.isLive,
      save: (put, remove) => this.#saveOutbox(put, remove),
      onRefused: (command, refusal) => this.#refused(command, refusal),
    });
    this.attention = new Attention({
      outbox: this.#outbox,
      toCommand: (draft, cause) => this.#command(draft, cause),
      versionOf: (id) => this.#replica.confirmed(id)?.version ?? 0,
    });
    this.presence = new Presence({ clock, send });
    this.#connection = new Connection({
      ...options,
      url: `${options.url.replace(/^http/, 'ws')}/ws`,
      appVersion: options.appVersion ?? 'dev',
      logger: this.#logger,
      isSignedOut: () => this.#isSignedOut(),
      onLive: (welcome) => this.#welcomed(welcome),
      onFrame: (frame) => this.#received(frame),
      onDown: (code) => this.#down(code),
    });
    this.#lateAdoption = new LateAdoption({
      clock,
      load: async () => (await storage.load()).outbox,
      adopt: async (partition) => (await this.#tabs?.adopt(partition)) ?? false,
      take: (entries) => this.#outbox.restore(entries),
      onFailure: (error) => this.#fail('STORAGE', error),
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
      bootstrap: (scope, signal, ranges) =>
        bootstrap({ fetch: options.fetch, baseUrl: options.url, tenantId, scope, ranges, signal }),
      digests: (scope, ranges, signal) =>
        readDigests({ fetch: options.fetch, baseUrl: options.url, tenantId, scope, ranges, signal }),
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
    this.#status = new Cell({ connection: 'idle' as ConnectionState, unsent: 0, attention: 0 });
    this.#connection.state.subscribe(() => this.#tell());
    this.#outbox.counts.subscribe(() => this.#tell());
    this.ready = this.#open();
  }

  get store(): Store {
    return this.#replica.store;
  }

  get status(): Observable<ClientStatus> {
    return this.#status;
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
    return {
      ...subscription,
      release: () => {
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
    return this.#outbox.receipt(commandId);
  }

  queue(): readonly OutboxEntry[] {
    return this.#outbox.entries();
  }

  onEvent(listener: (event: ClientEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setOnline(online: boolean): void {
    this.#connection.setOnline(online);
  }

  reconnect(): void {
    this.#connection.start();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.stop();
    this.#scopes.close();
    this.#outbox.close();
    this.#lateAdoption.close();
    this.presence.close();
    await this.ready;
    await Promise.all([this.#writer.idle(), this.#outboxWrites]);
    this.#tabs?.release();
    await this.#options.storage.close();
  }

  async destroy(): Promise<void> {
    await this.close();
    await this.#options.storage.destroy();
  }

  /** Shows what an earlier run left, while the connection is already being made. */
  async #open(): Promise<void> {
    const { storage, clientId, tenantId, tryLock = alone, isOnline = true } = this.#options;
    if (isOnline) this.#connection.start();
    else this.#connection.setOnline(false);
    let stored: StoredState = { records: [], positions: new Map(), outbox: [], meta: {} };
    const adopted: OutboxEntry[] = [];
    const alive = new Set<string>();
    try {
      this.#tabs = await openTabs(`atrium:${tenantId}:${this.#personId ?? ''}`, clientId, tryLock);
      if (!this.#tabs.keepsConfirmed) this.#writer.stop();
      stored = await storage.load();
      for (const raw of stored.outbox) {
        const entry = upcastEntry(raw);
        if (!entry || alive.has(entry.partition)) continue;
        if (await this.#tabs.adopt(entry.partition)) adopted.push(entry);
        else alive.add(entry.partition);
      }
    } catch (error) {
      this.#fail('STORAGE', error);
    }
    if (this.#closed) return;
    this.#replica.apply(new Map(stored.records.map((record) => [record.id, record])));
    this.#outbox.restore(adopted);
    this.#scopes.restore(stored.positions);
    this.#lateAdoption.watch(alive);
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
    return traced('client.send', command.id, () => ({ command, receipt: this.#outbox.issue(command) }));
  }

  #takeBack({ commands }: UndoStep, verb: 'undo' | 'redo'): Sent[] {
    const cause = commands.length > 1 ? `${verb}:${this.#newId()}` : undefined;
    return [...commands].reverse().flatMap(({ id, recordId }) => {
      // Never sent: it simply did not happen.
      const queued = this.#outbox.entry(id);
      if (queued?.state.kind === 'waiting' && queued.attempts === 0 && this.#outbox.drop(id).length > 0)
        return [];
      const baseVersion = this.#replica.confirmed(recordId)?.version ?? 0;
      const draft = { name: 'history.undo', recordId, baseVersion, input: { commandId: id } };
      return [this.#send(this.#command(draft, cause))];
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
      this.#replica.overlay.reset(this.#outbox.shownCommands());
    }
    this.#clearError();
    this.presence.connected(connectionId);
    this.#scopes.connected();
    this.#outbox.pump();
  }

  #down(code: number): void {
    this.#scopes.disconnected();
    this.presence.disconnected();
    this.#outbox.disconnected(code === 4400 || code === 4413);
  }

  #received(frame: ServerFrame): void {
    if (frame.kind === 'received') this.#outbox.received(frame.commandId);
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
    this.#outbox.refused(commandId, refusal);
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
    this.#outbox.acked(commandId, outcome);
    // Its deltas may have come first, or nothing it changed is looked at.
    if (this.#scopes.isVisible(lastPosition)) this.#apply({ records: new Map(), positions: new Map() });
    this.#outbox.pump();
  }

  #noteOwn(events: Frame<'deltas'>['events']): void {
    for (const event of events) if (this.#outbox.entry(event.commandId)) this.#own.addEvent(event);
  }

  #apply(change: ConfirmedChange): void {
    const done = this.#outbox.takeVisible((position) => this.#scopes.isVisible(position));
    if (change.records.size > 0 || done.length > 0) this.#replica.apply(change.records, done);
    for (const commandId of done) startSpan('client.confirm', commandId).end();
    if (change.records.size > 0 || change.positions.size > 0) this.#writer.write(change);
    if (done.length > 0) this.#outbox.pump();
  }

  #saveOutbox(put: readonly OutboxEntry[], remove: readonly string[]): Promise<void> {
    const written = this.#options.storage.writeOutbox(put, remove);
    this.#outboxWrites = Promise.allSettled([this.#outboxWrites, written]);
    written.catch((error: unknown) => this.#fail('STORAGE', error));
    return written;
  }

  #refused(command: Command, refusal: Refusal): void {
    this.#undo.refused(command.id);
    this.#emit({ kind: 'refused', command, refusal });
  }

  #problem({ code, message, details }: Frame<'problem'>): void {
    this.#logger.warn('The server reports a problem.', { code, message, details });
    if (code === 'RATE_LIMITED') {
      this.#outbox.pause(typeof details.retryAfterMs === 'number' ? details.retryAfterMs : 1_000);
    }
    this.#emit({ kind: 'problem', code, message });
  }

  /** A browser hides why a socket did not open; plain HTTP tells whether it is for want of a session. */
  async #isSignedOut(): Promise<boolean> {
    const url = `${this.#options.url}/api/v1/auth/me`;
    const response = await this.#options.fetch(url, { credentials: 'include' });
    return response.status === 401;
  }

  #fail(code: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#logger.warn(message, { code });
    this.#status.set({ ...this.#status.get(), lastError: { code, message } });
  }

  #clearError(): void {
    const { lastError, ...rest } = this.#status.get();
    if (lastError?.code === 'OTHER_PERSON') this.#status.set(rest);
  }

  #tell(): void {
    const connection = this.#connection.state.get();
    this.#status.set({ ...this.#status.get(), connection, ...this.#outbox.counts.get() });
  }

  #emit(event: ClientEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
