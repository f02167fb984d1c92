import { encodeServerFrame, type JsonObject, type PresenceEntry } from '@atrium/protocol';
import type { Clock, Timer } from '../shared/clock.ts';
import type { SyncLimits } from './limits.ts';
import type { ScopeIndex } from './scope-index.ts';
import type { Subscriber } from './subscriber.ts';

export interface PresenceDeps {
  readonly index: ScopeIndex;
  readonly clock: Clock;
  readonly limits: Pick<
    SyncLimits,
    'presenceTickMs' | 'presenceEntries' | 'presenceScopes' | 'presenceBytesPerSecond'
  >;
  /** What another node says is shown only of those who, as the log stands here, may be in the scope. */
  readonly mayBeIn: (personId: string, scope: string) => boolean;
  /** Connections of this node whose state changed, once per tick. */
  readonly tellOthers: (changes: readonly PresenceChange[]) => void;
}

export interface PresenceChange {
  readonly scope: string;
  readonly entry: PresenceEntry;
}

interface Present {
  readonly entry: PresenceEntry;
  /** Connected to this node. */
  readonly isOwn: boolean;
  isShown: boolean;
}

/**
 * Who is where in a tenant. Changes are gathered per tick and encoded once per scope; only those subscribed
 * to the scope get them. Nothing is stored: a connection's presence ends with it.
 */
export class Presence {
  readonly #deps: PresenceDeps;
  readonly #present = new Map<string, Map<string, Present>>();
  /** scope -> connection ids whose state changed since the last tick. */
  readonly #changed = new Map<string, Set<string>>();
  /** Who left since the last tick: the entry that says so. */
  readonly #gone = new Map<string, Map<string, Present>>();
  /** connection -> scopes in which it is present. */
  readonly #scopesOf = new Map<string, Set<string>>();
  #timer: Timer | undefined;
  /** What was sent has been paid for by then. */
  #paidAt = 0;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** The person is the session's, whatever the frame says. False when the connection or the scope is full. */
  set({ connectionId, personId }: Subscriber, scope: string, state: JsonObject | null): boolean {
    if (state === null) {
      this.#leave(connectionId, scope);
      return true;
    }
    return this.#put(scope, { connectionId, personId, state }, true);
  }

  leave({ connectionId }: Subscriber, scope: string): void {
    this.#leave(connectionId, scope);
  }

  /** What another node says of a connection of its own. */
  setOther(scope: string, entry: PresenceEntry): void {
    if (this.#present.get(scope)?.get(entry.connectionId)?.isOwn) return;
    if (entry.state === null) this.#leave(entry.connectionId, scope);
    else this.#put(scope, entry, false);
  }

  /** The whole list, as a new listener needs it. */
  full(scope: string): PresenceEntry[] {
    const shown: PresenceEntry[] = [];
    for (const present of this.#present.get(scope)?.values() ?? []) {
      if (!this.#mayShow(present, scope)) continue;
      present.isShown = true;
      shown.push(present.entry);
    }
    return shown;
  }

  /** The connections of this node, as another node needs them that was not there. */
  own(): PresenceChange[] {
    return [...this.#present].flatMap(([scope, all]) =>
      [...all.values()].filter(({ isOwn }) => isOwn).map(({ entry }) => ({ scope, entry })),
    );
  }

  /** People or projects changed: whom another node told of may now be shown, or no longer. */
  recheck(): void {
    for (const [scope, all] of this.#present) {
      for (const [connectionId, present] of all) {
        if (present.isOwn || present.isShown === this.#mayShow(present, scope)) continue;
        this.#touch(scope, connectionId);
      }
    }
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #put(scope: string, entry: PresenceEntry, isOwn: boolean): boolean {
    const { presenceEntries, presenceScopes } = this.#deps.limits;
    const { connectionId } = entry;
    const all = mapOf(this.#present, scope);
    const before = all.get(connectionId);
    const scopes = this.#scopesOf.get(connectionId) ?? new Set();
    if (!before && (all.size >= presenceEntries || scopes.size >= presenceScopes)) {
      if (all.size === 0) this.#present.delete(scope);
      return false;
    }
    const isShown = (before ?? this.#gone.get(scope)?.get(connectionId))?.isShown ?? false;
    all.set(connectionId, { entry, isOwn, isShown });
    this.#scopesOf.set(connectionId, scopes.add(scope));
    this.#gone.get(scope)?.delete(connectionId);
    this.#touch(scope, connectionId);
    return true;
  }

  #leave(connectionId: string, scope: string): void {
    const all = this.#present.get(scope);
    const present = all?.get(connectionId);
    if (!all || !present) return;
    all.delete(connectionId);
    if (all.size === 0) this.#present.delete(scope);
    const scopes = this.#scopesOf.get(connectionId);
    scopes?.delete(scope);
    if (scopes?.size === 0) this.#scopesOf.delete(connectionId);
    mapOf(this.#gone, scope).set(connectionId, { ...present, entry: { ...present.entry, state: null } });
    this.#touch(scope, connectionId);
  }

  #touch(scope: string, connectionId: string): void {
    let changed = this.#changed.get(scope);
    if (!changed) {
      changed = new Set();
      this.#changed.set(scope, changed);
    }
    changed.add(connectionId);
    const { clock, limits } = this.#deps;
    const pause = Math.max(limits.presenceTickMs, this.#paidAt - clock.now());
    this.#timer ??= clock.setTimer(pause, () => this.#tick());
  }

  #tick(): void {
    const { clock, limits, tellOthers } = this.#deps;
    this.#timer = undefined;
    const ownChanges: PresenceChange[] = [];
    let bytes = 0;
    for (const [scope, changed] of this.#changed) {
      const entries: PresenceEntry[] = [];
      for (const connectionId of changed) {
        const present =
          this.#present.get(scope)?.get(connectionId) ?? this.#gone.get(scope)?.get(connectionId);
        if (!present) continue;
        if (present.isOwn) ownChanges.push({ scope, entry: present.entry });
        const entry = this.#shownNow(present, scope);
        if (entry) entries.push(entry);
      }
      bytes += this.#tellListeners(scope, entries);
    }
    this.#changed.clear();
    this.#gone.clear();
    if (ownChanges.length > 0) tellOthers(ownChanges);
    // A crowd is told less often, not more at a time: what presence costs is bounded.
    this.#paidAt = clock.now() + (bytes * 1_000) / limits.presenceBytesPerSecond;
  }

  #shownNow(present: Present, scope: string): PresenceEntry | undefined {
    const { entry, isOwn } = present;
    // Where nobody listens nobody is told, and whoever comes gets the whole list.
    if (this.#deps.index.of(scope).size === 0) {
      present.isShown = false;
      return undefined;
    }
    if (isOwn || (entry.state !== null && this.#mayShow(present, scope))) {
      present.isShown = true;
      return entry;
    }
    if (!present.isShown) return undefined;
    present.isShown = false;
    return { ...entry, state: null };
  }

  #tellListeners(scope: string, entries: PresenceEntry[]): number {
    const listeners = this.#deps.index.of(scope);
    if (entries.length === 0 || listeners.size === 0) return 0;
    const bytes = encodeServerFrame({ kind: 'presence', scope, full: false, entries });
    for (const subscriber of listeners) {
      // A slow reader gets the whole list once it has caught up.
      if (!subscriber.behind && !subscriber.port.offer(bytes)) subscriber.fallBehind();
    }
    return bytes.length * listeners.size;
  }

  #mayShow({ isOwn, entry }: Present, scope: string): boolean {
    return isOwn || this.#deps.mayBeIn(entry.personId, scope);
  }
}

function mapOf(scopes: Map<string, Map<string, Present>>, scope: string): Map<string, Present> {
  let entries = scopes.get(scope);
  if (!entries) {
    entries = new Map();
    scopes.set(scope, entries);
  }
  return entries;
}
