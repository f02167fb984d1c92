import { type Member, WORKSPACE_SCOPE } from '@atrium/model';
import { tracedTogether } from '../shared/command-trace.ts';
import { deliver, offerPosition } from './deliver.ts';
import { type Delta, deltaOf } from './delta.ts';
import { Directory } from './directory.ts';
import { EventIntake } from './event-intake.ts';
import type { FanOutDeps } from './fan-out-deps.ts';
import { NodePresence } from './node-presence.ts';
import { Presence } from './presence.ts';
import { RecentEvents } from './recent-events.ts';
import { offerShift, rightsChangeOf, shiftsOf, viewsOf } from './rights-change.ts';
import { ScopeIndex } from './scope-index.ts';
import type { Subscriber } from './subscriber.ts';
import type { PlacedEvent } from './sync-engine.ts';

/**
 * One tenant's way from the log to its connections. Events are taken in order, one stretch after the other;
 * what happens between two awaits is one step, so a subscription starts exactly between two events.
 */
export class FanOut {
  readonly deps: FanOutDeps;
  readonly index = new ScopeIndex();
  readonly presence: Presence;
  readonly subscribers = new Set<Subscriber>();
  readonly directory: Directory;
  readonly recent: RecentEvents;
  readonly #nodePresence: NodePresence;
  readonly #intake: EventIntake;
  readonly #owing = new Set<Subscriber>();
  #reached: { readonly position: number; readonly call: () => void }[] = [];

  static async open(deps: FanOutDeps): Promise<FanOut> {
    const directory = new Directory();
    let position: number | undefined;
    for await (const part of deps.engine.readScope(deps.tenantId, { kind: 'workspace' })) {
      if (part.kind === 'position') position = part.position;
      else for (const record of part.records) directory.load(record);
    }
    if (position === undefined) throw new Error('The engine gave no position for the workspace');
    return new FanOut(deps, directory, position);
  }

  constructor(deps: FanOutDeps, directory: Directory, position: number) {
    const { limits, clock } = deps;
    this.deps = deps;
    this.directory = directory;
    this.presence = new Presence({
      index: this.index,
      clock,
      limits,
      mayBeIn: (personId, scope) => this.#mayBeIn(personId, scope),
      tellOthers: (changes) => this.#nodePresence.tell(changes),
    });
    this.#nodePresence = new NodePresence({ ...deps, presence: this.presence });
    this.recent = new RecentEvents(position, { events: limits.resumeEvents, bytes: limits.resumeBytes });
    this.#intake = new EventIntake(deps, position, (events) => this.#take(events));
  }

  get position(): number {
    return this.recent.position;
  }

  member(personId: string): Member | undefined {
    return this.directory.member(personId);
  }

  /** Resolves once everything up to `position` was delivered. */
  reach(position: number): Promise<void> {
    if (this.position >= position) return Promise.resolve();
    return new Promise((call) => this.#reached.push({ position, call }));
  }

  /** After an ack: the subscriber shall hear of `position` even if it may see nothing of it. */
  owe(subscriber: Subscriber, position: number): void {
    if (subscriber.sentPosition >= position || !this.subscribers.has(subscriber)) return;
    subscriber.owedPosition = Math.max(subscriber.owedPosition, position);
    this.#owing.add(subscriber);
    this.#settleOwed();
  }

  leave(subscriber: Subscriber): void {
    subscriber.pending.clear();
    for (const scope of [...subscriber.scopes.keys()]) this.drop(subscriber, scope);
    this.subscribers.delete(subscriber);
    this.#owing.delete(subscriber);
  }

  /** Ends one subscription; false when there was none. */
  drop(subscriber: Subscriber, scope: string): boolean {
    this.presence.leave(subscriber, scope);
    return this.index.remove(scope, subscriber);
  }

  async close(): Promise<void> {
    this.#nodePresence.close();
    this.presence.close();
    for (const { call } of this.#reached.splice(0)) call();
    await this.#intake.close();
  }

  async #take(events: readonly PlacedEvent[]): Promise<void> {
    const { engine, tenantId } = this.deps;
    const missing = events.filter((event) => this.directory.isMissing(event));
    if (missing.some(({ change }) => change === 'restored')) {
      const ids = [...new Set(missing.map(({ recordId }) => recordId))];
      for (const record of await engine.readRecords(tenantId, ids)) this.directory.load(record);
    }
    try {
      tracedTogether('fan-out.deliver', events, () => this.#deliverAll(events));
    } catch (error) {
      this.#break(error);
    }
  }

  /** Without an await: what was delivered once is never tried again, and subscriptions fall between events. */
  #deliverAll(events: readonly PlacedEvent[]): void {
    const { limits } = this.deps;
    let stretch: Delta[] = [];
    let bytes = 0;
    const flush = () => {
      this.#deliver(stretch);
      stretch = [];
      bytes = 0;
    };
    for (const event of events) {
      const delta = deltaOf(event);
      this.recent.push(delta);
      if (delta.touchesRights) {
        flush();
        this.#changeRights(delta);
      } else {
        this.directory.apply(event);
        stretch.push(delta);
        bytes += delta.encoded.length;
        if (stretch.length >= limits.batchEvents || bytes >= limits.batchBytes) flush();
      }
    }
    flush();
    if (events.some(isOfPeople)) this.presence.recheck();
    this.#watermark();
    this.#settleOwed();
    const due = this.#reached.filter(({ position }) => position <= this.position);
    this.#reached = this.#reached.filter(({ position }) => position > this.position);
    for (const { call } of due) call();
  }

  /** Everyone reconnects, to a fresh one. */
  #break(error: unknown): void {
    const { logger, tenantId, onBroken } = this.deps;
    logger.error({ err: error, tenantId }, 'Deltas cannot be delivered; all connections start anew.');
    onBroken();
    for (const { port } of [...this.subscribers]) port.end(4500, 'Something went wrong. Reconnecting helps.');
  }

  #deliver(stretch: readonly Delta[]): void {
    const last = stretch.at(-1);
    if (last) deliver(stretch, last.event.position, this);
  }

  #changeRights(delta: Delta): void {
    const { directory } = this;
    const change = rightsChangeOf(delta, this.subscribers, directory);
    const before = viewsOf(change, directory);
    directory.apply(delta.event);
    for (const { personId, port } of change.subscribers) {
      if (!directory.member(personId)) port.end(4403, 'You are no longer a member of this workspace.');
    }
    const told = new Set<Subscriber>();
    for (const shift of shiftsOf(change, before, directory)) {
      const { subscriber, lost, gained, shut } = shift;
      if (!this.subscribers.has(subscriber)) continue;
      for (const [scope, projectId] of [...subscriber.scopes]) {
        if (projectId === null || !shut.includes(projectId)) continue;
        this.withdraw(subscriber, scope, lost.includes(projectId) ? 'rights' : 'deleted');
      }
      if (!subscriber.scopes.has(WORKSPACE_SCOPE) || lost.length + gained.length === 0) continue;
      offerShift(shift, delta, directory);
      told.add(subscriber);
    }
    deliver([delta], delta.event.position, { index: without(this.index, told), directory });
  }

  withdraw(subscriber: Subscriber, scope: string, reason: string): void {
    this.drop(subscriber, scope);
    subscriber.port.send({ kind: 'withdrawn', scope, reason });
  }

  /** By the rights that guard a scope someone listens to here. */
  #mayBeIn(personId: string, scope: string): boolean {
    const [listener] = this.index.of(scope);
    const projectId = listener?.scopes.get(scope);
    if (projectId === undefined) return false;
    if (projectId === null) return this.directory.member(personId) !== undefined;
    return this.directory.canReadInside(personId, projectId);
  }

  #settleOwed(): void {
    for (const subscriber of this.#owing) {
      if (subscriber.behind) continue;
      if (subscriber.sentPosition < subscriber.owedPosition) {
        if (this.position < subscriber.owedPosition) continue;
        if (!offerPosition(subscriber, this.position)) continue;
      }
      this.#owing.delete(subscriber);
    }
  }

  #watermark(): void {
    const { watermarkEvents } = this.deps.limits;
    for (const subscriber of this.subscribers) {
      if (subscriber.behind || subscriber.scopes.size === 0) continue;
      if (this.position - subscriber.sentPosition >= watermarkEvents)
        offerPosition(subscriber, this.position);
    }
  }
}

function isOfPeople({ recordType }: PlacedEvent): boolean {
  return recordType === 'person' || recordType === 'project';
}

function without(index: ScopeIndex, left: ReadonlySet<Subscriber>): Pick<ScopeIndex, 'of'> {
  if (left.size === 0) return index;
  return { of: (scope) => new Set([...index.of(scope)].filter((subscriber) => !left.has(subscriber))) };
}
