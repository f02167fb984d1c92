import { builtIn, placeOf, type Registry, workspaceTypes } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { Cell, type Observable } from '../observable.ts';
import type { Fetch } from '../ports.ts';
import { Store } from '../records/store.ts';
import { type BootstrapResult, bootstrap } from '../scopes/bootstrap.ts';

export type PastStatus =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  /** The scope may not be read any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'signedOut' }
  /** Worth another try; what was shown before stays. */
  | { readonly kind: 'failed'; readonly why: string };

export interface PastOptions {
  /** What is known now: who people are, and where one is. */
  readonly present: Store;
  readonly fetch: Fetch;
  readonly url: string;
  readonly tenantId: string;
  readonly registry?: Registry;
  readonly schedule?: (task: () => void) => void;
}

/** Moments lie close together when someone steps to and fro. */
const REMEMBERED = 24;

/**
 * Scopes as they were at a time, in a store like that of the present. Moving to another time changes only the records
 * that were different then, so that what shows them can tell what changed.
 */
export class PastRecords {
  readonly store: Store;
  readonly #options: PastOptions;
  readonly #registry: Registry;
  readonly #status = new Cell<PastStatus>({ kind: 'loading' });
  readonly #wanted = new Map<string, number>();
  readonly #loaded = new Map<string, readonly RecordState[]>();
  #then: ReadonlyMap<RecordId, RecordState> = new Map();
  #at: string | undefined;
  #loading: AbortController | undefined;

  constructor(options: PastOptions) {
    this.#options = options;
    this.#registry = options.registry ?? builtIn;
    this.store = new Store({
      registry: this.#registry,
      schedule: options.schedule ?? ((task) => queueMicrotask(task)),
    });
    this.#put(this.#then);
  }

  get status(): Observable<PastStatus> {
    return this.#status;
  }

  /** Adds a scope to what is shown; call what comes back to take it out. */
  want(scope: string): () => void {
    const readers = this.#wanted.get(scope) ?? 0;
    this.#wanted.set(scope, readers + 1);
    if (readers === 0) void this.#load();
    return () => {
      const left = (this.#wanted.get(scope) ?? 1) - 1;
      if (left > 0) this.#wanted.set(scope, left);
      else this.#wanted.delete(scope);
    };
  }

  /** @param at an instant such as `2026-01-31T09:00:00.000Z` */
  show(at: string): void {
    if (at === this.#at) return;
    this.#at = at;
    void this.#load();
  }

  retry(): void {
    void this.#load();
  }

  /** Keeps up with who is heard of meanwhile, until what comes back is called. */
  follow(): () => void {
    const stops = workspaceTypes(this.#registry).map((type) =>
      this.#options.present.view({ type }).subscribe(() => this.#put(this.#then)),
    );
    this.#put(this.#then);
    return () => {
      this.#loading?.abort();
      for (const stop of stops) stop();
    };
  }

  async #load(): Promise<void> {
    const at = this.#at;
    if (at === undefined || this.#wanted.size === 0) return;
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const scopes = [...this.#wanted.keys()];
    if (this.#status.get().kind !== 'ready') this.#status.set({ kind: 'loading' });
    const results = await Promise.all(scopes.map((scope) => this.#read(scope, at, loading.signal)));
    if (loading.signal.aborted) return;
    const then = new Map<RecordId, RecordState>();
    let failure: PastStatus | undefined;
    for (const [index, result] of results.entries()) {
      if (result.kind === 'loaded') for (const record of result.records) then.set(record.id, record);
      // A record that is hidden, or was not there yet, does not hide the project around it.
      else if (result.kind !== 'gone' || index === 0) failure ??= statusOf(result);
    }
    if (failure) return this.#status.set(failure);
    this.#put(then);
    this.#status.set({ kind: 'ready' });
  }

  async #read(scope: string, at: string, signal: AbortSignal): Promise<PastResult> {
    const key = `${at} ${scope}`;
    const known = this.#loaded.get(key);
    if (known) return { kind: 'loaded', records: known };
    const { fetch, url: baseUrl, tenantId } = this.#options;
    const result = await bootstrap({ fetch, baseUrl, tenantId, scope, at, signal });
    if (result.kind === 'loaded') {
      this.#loaded.set(key, result.records);
      const [oldest] = this.#loaded.keys();
      if (this.#loaded.size > REMEMBERED && oldest !== undefined) this.#loaded.delete(oldest);
    }
    return result;
  }

  /** People and projects as they are called now, and what was there then on top. */
  #put(then: ReadonlyMap<RecordId, RecordState>): void {
    this.#then = then;
    const shown = new Map(then);
    for (const record of this.#options.present.all()) {
      if (placeOf(record, this.#registry).workspace && !shown.has(record.id)) shown.set(record.id, record);
    }
    for (const { id } of [...this.store.all()]) if (!shown.has(id)) this.store.put(id, undefined);
    for (const [id, record] of shown) if (!isSame(this.store.get(id), record)) this.store.put(id, record);
  }
}

type PastResult =
  | { readonly kind: 'loaded'; readonly records: readonly RecordState[] }
  | Exclude<BootstrapResult, { kind: 'loaded' }>;

function statusOf(result: Exclude<PastResult, { kind: 'loaded' }>): PastStatus {
  if (result.kind === 'failed') return { kind: 'failed', why: result.why };
  return { kind: result.kind };
}

/** A version of a record is always the same; derived values have versions, too. */
function isSame(a: RecordState | undefined, b: RecordState): boolean {
  return a?.version === b.version && a.deletedAt === b.deletedAt;
}
