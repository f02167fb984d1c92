import type { RecordEvent, RecordId, RecordState, ServerFrame } from '@atrium/protocol';
import { backOffMs, RETRY_BACK_OFF } from '../connection/back-off.ts';
import { mergeIncoming } from '../records/merge-incoming.ts';
import type { ConfirmedChange } from '../storage/client-storage.ts';
import type { BootstrapResult } from './bootstrap.ts';
import { CHECK_TIMES, DigestChecks } from './digest-checks.ts';
import { heldByNone, isInside, onlyIn, scopesToRepair, showing } from './holders.ts';
import { createScopeEntry, noteTold, type ScopeEntry, STALE_PHASES, tellStatus } from './scope-entry.ts';
import type { ScopesOptions, Subscription } from './scopes-options.ts';

type Deltas = Extract<ServerFrame, { kind: 'deltas' }>;
type Subscribed = Extract<ServerFrame, { kind: 'subscribed' }>;

const NO_CHANGES: ReadonlyMap<RecordId, RecordState | undefined> = new Map();
const MOST_IDLE = 30;

/** What the client is subscribed to, and how each scope gets from nothing to live and back after a loss. */
export class Scopes {
  readonly #options: ScopesOptions;
  /** Least recently used first. */
  readonly #entries = new Map<string, ScopeEntry>();
  readonly #checks: DigestChecks;
  #live = false;
  #restored = false;
  #closed = false;

  constructor(options: ScopesOptions) {
    this.#options = options;
    const { registry, bootstrap: read, checks: times = CHECK_TIMES } = options;
    this.#checks = new DigestChecks({
      ...options,
      times,
      read,
      live: () => [...this.#entries.values()].filter(({ phase, refs }) => phase === 'live' && refs > 0),
      isIn: (record, scope) => showing(record, registry).includes(scope),
      ask: (entry) => this.#resume(entry),
      replace: (entry, records) => {
        const gone = [...records].flatMap(([id, record]) => (record ? [] : [id]));
        this.#distrust(entry, gone);
        this.#apply({ records, positions: new Map() });
      },
    });
  }

  /** Scopes that an earlier run left in storage. Until then nothing is read anew, lest the old cover the new. */
  restore(positions: ReadonlyMap<string, number>): void {
    this.#restored = true;
    for (const [scope, position] of positions) {
      const entry = this.#entry(scope);
      entry.position = position;
      entry.phase = 'held';
      tellStatus(entry);
    }
    const { allConfirmed, registry } = this.#options;
    // Left behind where a scope was given up on disk before it could be read again.
    const orphans = heldByNone(allConfirmed(), { isHeld: (scope) => positions.has(scope), registry });
    this.#apply({ records: new Map(orphans.map((id) => [id, undefined])), positions: new Map() });
    for (const entry of this.#entries.values()) this.#advance(entry);
  }

  /** Position of every scope that is known here; 0 while nothing of it is held. */
  positions(): Map<string, number> {
    return new Map([...this.#entries.values()].map(({ scope, position }) => [scope, position]));
  }

  /** Scopes that another tab left in storage, as of then. */
  adopt(positions: ReadonlyMap<string, number>): void {
    // Its records came along, and no event told of them.
    this.#checks.disturbed();
    for (const [scope, position] of positions) {
      if (!this.#entries.has(scope)) Object.assign(this.#entry(scope), { position, phase: 'held' });
    }
  }

  subscribe(scope: string): Subscription {
    const entry = this.#entry(scope);
    this.#entries.delete(scope);
    this.#entries.set(scope, entry);
    entry.refs++;
    if (entry.refs === 1) {
      if (entry.phase === 'withdrawn') entry.phase = 'empty';
      tellStatus(entry);
      this.#advance(entry);
    }
    let released = false;
    return {
      scope,
      status: entry.status,
      release: () => {
        if (released) return;
        released = true;
        this.#release(entry);
      },
    };
  }

  /** True when whatever the log holds up to there is confirmed here, as far as any wanted scope shows it. */
  isVisible(position: number): boolean {
    for (const entry of this.#entries.values()) {
      if (entry.refs > 0 && entry.position > 0 && entry.position < position) return false;
    }
    return true;
  }

  isWanted(scope: string): boolean {
    return (this.#entries.get(scope)?.refs ?? 0) > 0;
  }

  liveScopes(): string[] {
    return [...this.#entries.values()].filter(({ phase }) => phase === 'live').map(({ scope }) => scope);
  }

  connected(): void {
    this.#live = true;
    for (const entry of [...this.#entries.values()]) {
      // Rights may be back since.
      if (entry.phase === 'withdrawn' && entry.refs > 0) entry.phase = 'empty';
      this.#advance(entry);
    }
    this.#checks.connected();
  }

  disconnected(): void {
    this.#live = false;
    this.#checks.disconnected();
    for (const entry of this.#entries.values()) {
      if (entry.phase === 'live' || entry.phase === 'resuming') entry.phase = 'held';
      tellStatus(entry);
    }
  }

  subscribed({ scope, position, reset, events }: Subscribed): void {
    const entry = this.#entries.get(scope);
    // A reset of a live scope: the connection read too slowly for the server to tell every event.
    if (entry?.phase !== 'resuming' && !(reset && entry?.phase === 'live')) return;
    if (reset) {
      this.#load(entry);
      return;
    }
    entry.phase = 'live';
    entry.attempts = 0;
    this.#takeIn({ events, position, entries: [entry] });
    tellStatus(entry);
  }

  deltas({ position, events, records, withdrawn }: Deltas): void {
    const entries = [...this.#entries.values()].filter(({ phase }) => phase === 'live');
    this.#takeIn({ events, records, withdrawn, position, entries });
    for (const { recordId } of withdrawn) this.#leaveInside(recordId);
    for (const { id } of records) this.#retryWithdrawn(id);
    for (const event of events) if (event.change === 'created') this.#retryWithdrawn(event.recordId);
  }

  withdrawn(scope: string, reason: string): void {
    const entry = this.#entries.get(scope);
    if (!entry) return;
    this.#withdraw(entry, reason);
  }

  /** What is held cannot be right: reads the scope whole again. */
  repair(scope: string): void {
    const entry = this.#entries.get(scope);
    if (entry && entry.position > 0) this.#load(entry);
  }

  close(): void {
    this.#closed = true;
    this.#checks.disconnected();
    for (const entry of this.#entries.values()) this.#stopLoading(entry);
  }

  #takeIn(batch: {
    readonly events: readonly RecordEvent[];
    readonly records?: readonly RecordState[];
    readonly withdrawn?: Deltas['withdrawn'];
    readonly position: number;
    readonly entries: readonly ScopeEntry[];
  }): void {
    const { changes, gaps } = mergeIncoming(this.#options.confirmed, batch);
    const broken = new Set(gaps.flatMap((event) => this.#scopesToRepair(event)));
    const positions = new Map<string, number | undefined>();
    noteTold(this.#entries.values(), batch.events);
    for (const entry of batch.entries) {
      entry.position = Math.max(entry.position, batch.position);
      // A restart before the repair is done must not trust this scope.
      positions.set(entry.scope, broken.has(entry.scope) ? undefined : entry.position);
    }
    // What was under way when a scope was given up has no place here any more.
    for (const [id, record] of changes) {
      if (record && !this.#options.confirmed(id) && !this.#isHeld(record)) changes.delete(id);
    }
    if (batch.records?.length || batch.withdrawn?.length) this.#checks.disturbed();
    this.#checks.noted(batch.events, changes.keys());
    this.#options.apply({ records: changes, positions });
    this.#checks.moved();
    for (const scope of broken) {
      this.#options.logger.warn('A version is missing; reading the scope again.', { scope });
      this.repair(scope);
    }
  }

  #scopesToRepair(event: RecordEvent): string[] {
    const { confirmed, registry } = this.#options;
    return scopesToRepair(event, { record: confirmed(event.recordId), live: this.liveScopes(), registry });
  }

  /** Brings a wanted scope one step further, when that is possible now. */
  #advance(entry: ScopeEntry): void {
    if (this.#closed || !this.#restored || entry.refs === 0) return;
    if (entry.phase === 'empty') this.#load(entry);
    else if (entry.phase === 'held' && this.#live) this.#resume(entry);
  }

  #resume(entry: ScopeEntry): void {
    entry.phase = 'resuming';
    this.#options.send({ kind: 'subscribe', scope: entry.scope, fromPosition: entry.position });
  }

  /** Changes that no event tells of. */
  #apply(change: ConfirmedChange): void {
    if (change.records.size > 0) this.#checks.disturbed();
    this.#options.apply(change);
  }

  #load(entry: ScopeEntry): void {
    this.#stopLoading(entry);
    entry.phase = 'loading';
    entry.told.clear();
    tellStatus(entry);
    const loading = new AbortController();
    entry.loading = loading;
    void this.#options.bootstrap(entry.scope, loading.signal).then((result) => {
      if (loading.signal.aborted || this.#closed) return;
      entry.loading = undefined;
      this.#loaded(entry, result);
    });
  }

  #loaded(entry: ScopeEntry, result: BootstrapResult): void {
    const { clock, random, logger, onSignedOut } = this.#options;
    if (result.kind === 'gone') {
      this.#withdraw(entry, result.reason);
      return;
    }
    if (result.kind !== 'loaded') {
      entry.phase = 'empty';
      if (result.kind === 'signedOut') {
        onSignedOut();
        return;
      }
      logger.warn('A scope could not be read.', { scope: entry.scope, why: result.why });
      const wait = backOffMs(entry.attempts++, RETRY_BACK_OFF, random);
      entry.timer = clock.setTimer(wait, () => {
        if (entry.phase === 'empty') this.#advance(entry);
      });
      return;
    }
    this.#replace(entry, result.records, result.position);
    this.#advance(entry);
  }

  #replace(entry: ScopeEntry, records: readonly RecordState[], position: number): void {
    const { confirmed } = this.#options;
    const gone = this.#shownOnlyBy(entry, position).filter((id) => (entry.told.get(id) ?? 0) <= position);
    const changes = new Map<RecordId, RecordState | undefined>(gone.map((id) => [id, undefined]));
    for (const { id } of records) changes.delete(id);
    this.#distrust(entry, [...changes.keys()]);
    for (const record of records) {
      if ((confirmed(record.id)?.version ?? 0) < record.version) changes.set(record.id, record);
    }
    entry.position = position;
    entry.phase = 'held';
    entry.attempts = 0;
    this.#apply({ records: changes, positions: new Map([[entry.scope, position]]) });
    tellStatus(entry);
  }

  #withdraw(entry: ScopeEntry, reason: string): void {
    const gone = this.#shownOnlyBy(entry, 0);
    this.#distrust(entry, gone);
    entry.position = 0;
    this.#stopLoading(entry);
    entry.phase = 'withdrawn';
    const records = new Map(gone.map((id) => [id, undefined]));
    this.#apply({ records, positions: new Map([[entry.scope, undefined]]) });
    entry.status.set({ kind: 'withdrawn', reason });
    this.#options.onWithdrawn(entry.scope, reason);
  }

  /** Records of a scope, without those that another one vouches for: live, and as new as the position. */
  #shownOnlyBy({ scope }: ScopeEntry, position: number): RecordId[] {
    const { allConfirmed, registry } = this.#options;
    const isHeld = (other: string) => {
      const entry = this.#entries.get(other);
      return entry?.phase === 'live' && entry.position >= position;
    };
    return onlyIn(scope, allConfirmed(), { isHeld, registry });
  }

  #isHeld(record: RecordState): boolean {
    return showing(record, this.#options.registry).some((scope) => this.#positionOf(scope) > 0);
  }

  #positionOf(scope: string): number {
    return this.#entries.get(scope)?.position ?? 0;
  }

  /** Drops what only this scope shows. */
  #forget(entry: ScopeEntry): void {
    const { allConfirmed, registry } = this.#options;
    this.#stopLoading(entry);
    entry.phase = 'empty';
    if (entry.position === 0) return;
    entry.position = 0;
    const isHeld = (scope: string) => this.#positionOf(scope) > 0;
    const records = new Map(
      onlyIn(entry.scope, allConfirmed(), { isHeld, registry }).map((id) => [id, undefined]),
    );
    this.#apply({ records, positions: new Map([[entry.scope, undefined]]) });
  }

  /** Records are gone as of now: other scopes that still show them as they were are of no use. */
  #distrust(from: ScopeEntry, gone: readonly RecordId[]): void {
    const { confirmed, registry } = this.#options;
    const scopes = new Set<string>();
    for (const id of gone) {
      const record = confirmed(id);
      if (record) for (const scope of showing(record, registry)) scopes.add(scope);
    }
    for (const scope of scopes) {
      const other = this.#entries.get(scope);
      if (!other || other === from) continue;
      if (other.refs === 0) {
        this.#forget(other);
        this.#entries.delete(scope);
      } else if (STALE_PHASES.includes(other.phase)) this.#load(other);
    }
    // A project that went out of sight takes what lies inside it along.
    for (const id of gone) this.#leaveInside(id);
  }

  /** What lies inside a record that went out of sight: not kept, and not taken from a view that is older. */
  #leaveInside(recordId: RecordId): void {
    const { confirmed: get, registry } = this.#options;
    for (const entry of [...this.#entries.values()]) {
      if (!isInside(entry.scope, recordId, { get, registry })) continue;
      if (entry.refs === 0) {
        this.#forget(entry);
        this.#entries.delete(entry.scope);
      } else if (entry.phase === 'loading') this.#load(entry);
    }
  }

  #retryWithdrawn(recordId: RecordId): void {
    for (const scope of [`project:${recordId}`, `record:${recordId}`]) {
      const entry = this.#entries.get(scope);
      if (entry?.phase !== 'withdrawn' || entry.refs === 0) continue;
      entry.phase = 'empty';
      this.#advance(entry);
    }
  }

  #release(entry: ScopeEntry): void {
    entry.refs--;
    if (entry.refs > 0) return;
    this.#stopLoading(entry);
    if (entry.phase === 'live' || entry.phase === 'resuming') {
      this.#options.send({ kind: 'unsubscribe', scope: entry.scope });
    }
    if (entry.phase !== 'withdrawn') entry.phase = entry.position > 0 ? 'held' : 'empty';
    tellStatus(entry);
    // Other people's commits may be all that the overlay waited for.
    this.#options.apply({ records: NO_CHANGES, positions: new Map() });
    this.#evict();
  }

  #evict(): void {
    const idle = [...this.#entries.values()].filter(({ refs }) => refs === 0);
    for (const entry of idle.slice(0, Math.max(0, idle.length - (this.#options.mostIdle ?? MOST_IDLE)))) {
      this.#forget(entry);
      this.#entries.delete(entry.scope);
    }
  }

  #stopLoading(entry: ScopeEntry): void {
    entry.loading?.abort();
    entry.loading = undefined;
    entry.timer?.cancel();
    entry.timer = undefined;
  }

  #entry(scope: string): ScopeEntry {
    let entry = this.#entries.get(scope);
    if (!entry) {
      entry = createScopeEntry(scope);
      this.#entries.set(scope, entry);
    }
    return entry;
  }
}
