import { builtIn, type Registry } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import type { Observable } from '../observable.ts';
import { OrderedView, type Ordering } from './ordered-view.ts';
import { type Bucket, RecordIndex } from './record-index.ts';

/** Which records: of one type, and holding these values (relation fields; a set matches by member). */
export interface RecordQuery {
  readonly type: string;
  readonly where?: { readonly [field: string]: string };
  /** True: the deleted ones instead of the live ones. `where` does not apply to them. */
  readonly deleted?: boolean;
}

export interface StoreOptions {
  readonly registry?: Registry;
  /** Runs a task once after the present change; several changes make one round of notifications. */
  readonly schedule: (task: () => void) => void;
}

/**
 * What the user sees: confirmed records with the overlay on top. Reading is always up to date; listeners
 * hear of changes in batches, and only of the records and queries they named.
 */
export class Store {
  readonly #records = new Map<RecordId, RecordState>();
  readonly #index: RecordIndex;
  readonly #schedule: StoreOptions['schedule'];
  readonly #recordListeners = new Map<RecordId, Set<() => void>>();
  readonly #queryListeners = new Map<Bucket, Set<() => void>>();
  readonly #views = new Map<string, View>();
  #dirtyIds = new Set<RecordId>();
  #dirtyBuckets = new Set<Bucket>();
  #scheduled = false;

  constructor({ registry = builtIn, schedule }: StoreOptions) {
    this.#index = new RecordIndex(this.#records, registry);
    this.#schedule = schedule;
  }

  get size(): number {
    return this.#records.size;
  }

  /** Deleted records too: look at `deletedAt`. */
  get(id: RecordId): RecordState | undefined {
    return this.#records.get(id);
  }

  all(): IterableIterator<RecordState> {
    return this.#records.values();
  }

  /** The record that holds a unique key, such as `project:ATR`. */
  find(key: string): RecordId | undefined {
    return this.#index.find(key);
  }

  select(query: RecordQuery): readonly RecordState[] {
    return this.view(query).get();
  }

  referrers(type: string, field: string, id: RecordId): RecordState[] {
    return this.#read(this.#index.referrers(type, field, id));
  }

  record(id: RecordId): Observable<RecordState | undefined> {
    return {
      get: () => this.#records.get(id),
      subscribe: (listener) => listen(this.#recordListeners, id, listener),
    };
  }

  /** The same query gives the same view, and a view the same array until something inside changes. */
  view(query: RecordQuery): Observable<readonly RecordState[]> {
    const key = queryKey(query);
    let view = this.#views.get(key);
    if (!view) {
      view = this.#createView(query);
      this.#views.set(key, view);
    }
    return view;
  }

  /**
   * The records of a query that pass, in an order; the same array until one of them changes. While someone listens it
   * is kept up change by change; otherwise reading it goes through the whole query again.
   */
  ordered(query: RecordQuery, ordering: Ordering): Observable<readonly RecordState[]> {
    const { bucket, passes } = this.#query(query);
    const view = new OrderedView(ordering);
    const read = (id: RecordId) => {
      const record = bucket.ids.has(id) ? this.#records.get(id) : undefined;
      return record && passes(record) ? record : undefined;
    };
    let listeners = 0;
    let revision = -1;
    const catchUp = () => {
      if (revision === bucket.revision) return;
      if (listeners === 0 || revision < 0) view.touchAll(bucket.ids);
      revision = bucket.revision;
    };
    return {
      get: () => {
        catchUp();
        return view.rows(read);
      },
      subscribe: (listener) => {
        catchUp();
        listeners += 1;
        bucket.views.add(view);
        const stop = listen(this.#queryListeners, bucket, listener);
        return () => {
          stop();
          listeners -= 1;
          if (listeners === 0) bucket.views.delete(view);
        };
      },
    };
  }

  /** Sets what is visible under an id; undefined takes it away. */
  put(id: RecordId, after: RecordState | undefined): void {
    const before = this.#records.get(id);
    if (before === after) return;
    if (after) this.#records.set(id, after);
    else this.#records.delete(id);
    for (const bucket of this.#index.moved(before, after)) {
      this.#dirtyBuckets.add(bucket);
      for (const view of bucket.views) view.touch(id);
    }
    this.#dirtyIds.add(id);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#notify());
  }

  #createView(query: RecordQuery): View {
    const { bucket, passes } = this.#query(query);
    let revision = -1;
    let rows: readonly RecordState[] = [];
    return {
      get: () => {
        if (revision === bucket.revision) return rows;
        revision = bucket.revision;
        rows = this.#read(bucket.ids).filter(passes);
        return rows;
      },
      subscribe: (listener) => listen(this.#queryListeners, bucket, listener),
    };
  }

  /** The smallest bucket that is kept for it, and what is left to ask of each record in there. */
  #query({ type, where = {}, deleted = false }: RecordQuery) {
    const [first, ...rest] = Object.entries(where);
    const bucket = first ? this.#index.by(type, first[0], first[1]) : this.#index.ofType(type, deleted);
    const passes = (record: RecordState) => rest.every(([field, value]) => holds(record, field, value));
    return { bucket, passes };
  }

  #read(ids: ReadonlySet<RecordId>): RecordState[] {
    const rows: RecordState[] = [];
    for (const id of ids) {
      const record = this.#records.get(id);
      if (record) rows.push(record);
    }
    return rows;
  }

  #notify(): void {
    this.#scheduled = false;
    const ids = this.#dirtyIds;
    const buckets = this.#dirtyBuckets;
    this.#dirtyIds = new Set();
    this.#dirtyBuckets = new Set();
    const told = new Set<() => void>();
    for (const id of ids) for (const listener of this.#recordListeners.get(id) ?? []) told.add(listener);
    for (const bucket of buckets)
      for (const listener of this.#queryListeners.get(bucket) ?? []) told.add(listener);
    for (const listener of told) listener();
  }
}

type View = Observable<readonly RecordState[]>;

function listen<K>(all: Map<K, Set<() => void>>, key: K, listener: () => void): () => void {
  // A wrapper of its own, so that the same function may listen twice.
  const mine = () => listener();
  let listeners = all.get(key);
  if (!listeners) {
    listeners = new Set();
    all.set(key, listeners);
  }
  listeners.add(mine);
  return () => {
    all.get(key)?.delete(mine);
    if (all.get(key)?.size === 0) all.delete(key);
  };
}

function queryKey({ type, where = {}, deleted = false }: RecordQuery): string {
  return JSON.stringify([type, deleted, Object.entries(where).sort()]);
}

function holds(record: RecordState, field: string, value: string): boolean {
  const held = record.fields[field];
  return Array.isArray(held) ? held.includes(value) : held === value;
}
