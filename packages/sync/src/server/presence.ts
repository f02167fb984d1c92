import { encodeServerFrame, type JsonObject, type PresenceEntry } from '@atrium/protocol';
import type { Clock, Timer } from '../shared/clock.ts';
import type { ScopeIndex } from './scope-index.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * Who is where in a tenant. Changes are gathered per tick and encoded once per scope; only those subscribed
 * to the scope get them. Nothing is stored: a connection's presence ends with it.
 */
export class Presence {
  readonly #index: ScopeIndex;
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #present = new Map<string, Map<string, PresenceEntry>>();
  /** scope -> connection ids whose state changed since the last tick. */
  readonly #changed = new Map<string, Set<string>>();
  /** Who left since the last tick: the entry that says so. */
  readonly #gone = new Map<string, Map<string, PresenceEntry>>();
  #timer: Timer | undefined;

  constructor(index: ScopeIndex, clock: Clock, tickMs: number) {
    this.#index = index;
    this.#clock = clock;
    this.#tickMs = tickMs;
  }

  /** The person is the session's, whatever the frame says. */
  set({ connectionId, personId }: Subscriber, scope: string, state: JsonObject | null): void {
    if (state === null) {
      this.#leave(connectionId, scope);
      return;
    }
    entryOf(this.#present, scope).set(connectionId, { connectionId, personId, state });
    this.#gone.get(scope)?.delete(connectionId);
    this.#touch(scope, connectionId);
  }

  leave({ connectionId }: Subscriber, scope: string): void {
    this.#leave(connectionId, scope);
  }

  /** The whole list, as a new listener needs it. */
  full(scope: string): PresenceEntry[] {
    return [...(this.#present.get(scope)?.values() ?? [])];
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #leave(connectionId: string, scope: string): void {
    const present = this.#present.get(scope);
    const entry = present?.get(connectionId);
    if (!present || !entry) return;
    present.delete(connectionId);
    if (present.size === 0) this.#present.delete(scope);
    entryOf(this.#gone, scope).set(connectionId, { ...entry, state: null });
    this.#touch(scope, connectionId);
  }

  #touch(scope: string, connectionId: string): void {
    let changed = this.#changed.get(scope);
    if (!changed) {
      changed = new Set();
      this.#changed.set(scope, changed);
    }
    changed.add(connectionId);
    this.#timer ??= this.#clock.setTimer(this.#tickMs, () => this.#tick());
  }

  #tick(): void {
    this.#timer = undefined;
    for (const [scope, changed] of this.#changed) {
      const entries = [...changed].flatMap((id) => {
        const entry = this.#present.get(scope)?.get(id) ?? this.#gone.get(scope)?.get(id);
        return entry ? [entry] : [];
      });
      const listeners = this.#index.of(scope);
      if (entries.length === 0 || listeners.size === 0) continue;
      const bytes = encodeServerFrame({ kind: 'presence', scope, full: false, entries });
      for (const subscriber of listeners) {
        // A slow reader gets the whole list once it has caught up.
        if (!subscriber.behind && !subscriber.port.offer(bytes)) subscriber.fallBehind();
      }
    }
    this.#changed.clear();
    this.#gone.clear();
  }
}

function entryOf(scopes: Map<string, Map<string, PresenceEntry>>, scope: string): Map<string, PresenceEntry> {
  let entries = scopes.get(scope);
  if (!entries) {
    entries = new Map();
    scopes.set(scope, entries);
  }
  return entries;
}
