import type { ClientFrame, JsonObject, PresenceEntry, ServerFrame } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import { Cell, type Observable } from './observable.ts';
import type { Clock, Timer } from './ports.ts';

export interface PresenceOptions {
  readonly clock: Clock;
  readonly send: (frame: ClientFrame) => boolean;
}

const TICK_MS = 50;
const NOBODY: readonly PresenceEntry[] = [];

type Frame = Extract<ServerFrame, { kind: 'presence' }>;

/** Who else looks at a scope and what they do there; and what we tell of ourselves, at most once per tick. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #mine = new Map<string, JsonObject>();
  readonly #unsent = new Set<string>();
  readonly #others = new Map<string, Cell<readonly PresenceEntry[]>>();
  #connectionId = '';
  #timer: Timer | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** `null` leaves the scope. */
  set(scope: string, state: JsonObject | null): void {
    if (jsonEqual(this.#mine.get(scope), state ?? undefined)) return;
    if (state) this.#mine.set(scope, state);
    else this.#mine.delete(scope);
    this.#unsent.add(scope);
    this.#timer ??= this.#options.clock.setTimer(TICK_MS, () => this.#flush());
  }

  /** The other connections in a scope; one's own is left out. */
  of(scope: string): Observable<readonly PresenceEntry[]> {
    return this.#cell(scope);
  }

  connected(connectionId: string): void {
    this.#connectionId = connectionId;
  }

  /** The server takes presence only for live subscriptions. */
  subscribed(scope: string): void {
    if (!this.#mine.has(scope)) return;
    this.#unsent.add(scope);
    this.#timer ??= this.#options.clock.setTimer(0, () => this.#flush());
  }

  disconnected(): void {
    for (const cell of this.#others.values()) cell.set(NOBODY);
  }

  left(scope: string): void {
    this.#mine.delete(scope);
    this.#unsent.delete(scope);
    this.#others.get(scope)?.set(NOBODY);
  }

  received({ scope, full, entries }: Frame): void {
    const cell = this.#cell(scope);
    const next = new Map((full ? NOBODY : cell.get()).map((entry) => [entry.connectionId, entry]));
    for (const entry of entries) {
      if (entry.state === null) next.delete(entry.connectionId);
      else if (entry.connectionId !== this.#connectionId) next.set(entry.connectionId, entry);
    }
    cell.set(next.size === 0 ? NOBODY : [...next.values()]);
  }

  close(): void {
    this.#timer?.cancel();
  }

  #flush(): void {
    this.#timer = undefined;
    for (const scope of this.#unsent) {
      this.#options.send({ kind: 'presence', scope, state: this.#mine.get(scope) ?? null });
    }
    this.#unsent.clear();
  }

  #cell(scope: string): Cell<readonly PresenceEntry[]> {
    let cell = this.#others.get(scope);
    if (!cell) {
      cell = new Cell(NOBODY);
      this.#others.set(scope, cell);
    }
    return cell;
  }
}
