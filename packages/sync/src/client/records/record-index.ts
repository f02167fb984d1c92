import { builtIn, keysOf, type Registry } from '@atrium/model';
import type { Json, RecordId, RecordState } from '@atrium/protocol';

/** Records of one type, alive or deleted, or those of them that hold a value in a relation field. */
export interface Bucket {
  readonly ids: Set<RecordId>;
  /** Counts up with every change of a record inside. */
  revision: number;
  /** Hear of each record that changes inside, comes or goes. */
  readonly views: Set<{ touch(id: RecordId): void }>;
}

/**
 * Finds visible records by type, by relation and by key. An index over a field is built when first asked
 * for and kept from then on, so that loading many records stays cheap.
 */
export class RecordIndex {
  readonly #records: ReadonlyMap<RecordId, RecordState>;
  readonly #registry: Registry;
  readonly #buckets = new Map<string, Bucket>();
  /** Fields indexed so far, by type. */
  readonly #fields = new Map<string, Set<string>>();
  #keys: Map<string, RecordId> | undefined;

  constructor(records: ReadonlyMap<RecordId, RecordState>, registry: Registry = builtIn) {
    this.#records = records;
    this.#registry = registry;
  }

  ofType(type: string, deleted = false): Bucket {
    return this.#bucket(deleted ? `-${type}` : type);
  }

  by(type: string, field: string, value: RecordId): Bucket {
    let fields = this.#fields.get(type);
    if (!fields) {
      fields = new Set();
      this.#fields.set(type, fields);
    }
    if (!fields.has(field)) {
      fields.add(field);
      for (const id of this.ofType(type).ids) {
        const record = this.#records.get(id);
        if (record) for (const key of fieldKeys(record, field)) this.#bucket(key).ids.add(id);
      }
    }
    return this.#bucket(`${type}|${field}|${value}`);
  }

  find(key: string): RecordId | undefined {
    if (!this.#keys) {
      this.#keys = new Map();
      for (const record of this.#records.values()) this.#addKeys(record);
    }
    return this.#keys.get(key);
  }

  referrers(type: string, field: string, id: RecordId): ReadonlySet<RecordId> {
    return this.by(type, field, id).ids;
  }

  /** Call after the record itself was replaced. Returns the buckets it touches. */
  moved(before: RecordState | undefined, after: RecordState | undefined): Bucket[] {
    const touched = new Map<string, Bucket>();
    const left = before ? this.#keysOfBuckets(before) : [];
    const entered = after ? this.#keysOfBuckets(after) : [];
    const id = (after ?? before)?.id ?? '';
    for (const key of left) {
      const bucket = this.#bucket(key);
      bucket.ids.delete(id);
      touched.set(key, bucket);
    }
    for (const key of entered) {
      const bucket = this.#bucket(key);
      bucket.ids.add(id);
      touched.set(key, bucket);
    }
    for (const bucket of touched.values()) bucket.revision++;
    this.#moveKeys(before, after);
    return [...touched.values()];
  }

  #bucket(key: string): Bucket {
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { ids: new Set(), revision: 0, views: new Set() };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  #keysOfBuckets(record: RecordState): string[] {
    if (record.deletedAt !== null) return [`-${record.type}`];
    const keys = [record.type];
    for (const field of this.#fields.get(record.type) ?? []) keys.push(...fieldKeys(record, field));
    return keys;
  }

  #addKeys(record: RecordState): void {
    if (record.deletedAt !== null) return;
    for (const key of keysOf(record, this.#registry)) this.#keys?.set(key, record.id);
  }

  #moveKeys(before: RecordState | undefined, after: RecordState | undefined): void {
    if (!this.#keys) return;
    if (before && before.deletedAt === null) {
      for (const key of keysOf(before, this.#registry)) {
        if (this.#keys.get(key) === before.id) this.#keys.delete(key);
      }
    }
    if (after) this.#addKeys(after);
  }
}

function fieldKeys(record: RecordState, field: string): string[] {
  const value: Json | undefined = record.fields[field];
  const values = Array.isArray(value) ? value : [value];
  return values
    .filter((entry) => typeof entry === 'string')
    .map((entry) => `${record.type}|${field}|${entry}`);
}
