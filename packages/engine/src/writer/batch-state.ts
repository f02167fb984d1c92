import { evolve, keysOf, type RecordReader, type ReferrersHint, type Registry } from '@atrium/model';
import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { RecordCache } from '../records/record-cache.ts';
import { CommandChanges } from './command-changes.ts';
import type { FoundReferrers, Loaded } from './loaded-reads.ts';
import { MissingReads, type PastState, pastStateKey, type Referrers, referrersKey } from './missing-reads.ts';

/**
 * What one batch knows: what was loaded under the tenant's lock, and over it what the commands before this
 * one made. A read of something not loaded notes it, answers "nothing", and marks the decision as void:
 * it is loaded, and the decision made again. Answering instead of throwing lets one look find all misses.
 */
export class BatchState {
  /** What rules read through; they may take its functions apart. */
  readonly reader: RecordReader = {
    get: (id) => this.get(id),
    find: (key) => this.find(key),
    referrers: (type, field, value, hint) => this.#findReferrers(type, field, value, hint),
    eventsOf: (commandId) => this.#eventsOf(commandId),
    nextNumber: (counter) => this.#nextNumber(counter),
    stateAt: (id, version) => this.#stateAt({ id, version }),
  };
  /** What the decided commands of this batch made, to be appended. */
  readonly made = new CommandChanges();
  #unwritten = new CommandChanges();
  readonly #registry: Registry;
  readonly #cache: RecordCache;
  readonly #records: Map<RecordId, RecordState | undefined>;
  readonly #keys = new Map<string, RecordId | undefined>();
  readonly #referrers = new Map<string, FoundReferrers>();
  readonly #eventsByCommand = new Map<string, readonly RecordEvent[]>();
  readonly #counters = new Map<string, number>();
  readonly #pastStates = new Map<string, RecordState | undefined>();
  readonly #takenForMissing = new Set<RecordId>();
  #command = new CommandChanges();
  #missing = new MissingReads();
  #missed = false;

  constructor(
    cache: RecordCache,
    registry: Registry,
    records: ReadonlyMap<RecordId, RecordState | undefined> = new Map(),
  ) {
    this.#cache = cache;
    this.#registry = registry;
    this.#records = new Map(records);
  }

  /** True when the decision under way has read something that is not loaded, so that it does not count. */
  get missed(): boolean {
    return this.#missed;
  }

  /** Starts over with a command: what an undecided one staged is dropped. */
  begin(): void {
    if (!this.#command.empty) this.#command = new CommandChanges();
    this.#missed = false;
  }

  /** Keeps what the command staged. */
  keep(): void {
    this.made.add(this.#command);
    this.#unwritten.add(this.#command);
    this.#command = new CommandChanges();
  }

  /** What was made since the last `takeUnwritten`. */
  get unwritten(): CommandChanges {
    return this.#unwritten;
  }

  /** Hands over what is to be written next. It stays part of `made`, which later commands are decided on. */
  takeUnwritten(): CommandChanges {
    const unwritten = this.#unwritten;
    this.#unwritten = new CommandChanges();
    return unwritten;
  }

  stage(event: LoggedEvent, record: RecordState): void {
    this.#command.events.push(event);
    this.#command.records.set(record.id, record);
  }

  stageKey(key: string, holder: RecordId | null): void {
    this.#command.keys.set(key, holder);
  }

  get staged(): readonly LoggedEvent[] {
    return this.#command.events;
  }

  get(id: RecordId): RecordState | undefined {
    const made = this.#command.records.get(id) ?? this.made.records.get(id);
    if (made) return made;
    if (this.#records.has(id)) return this.#records.get(id);
    const cached = this.#cache.get(id);
    if (cached) {
      // Held for the rest of the batch: the cache may drop it at any time.
      this.#records.set(id, cached);
      return cached;
    }
    this.#missing.records.add(id);
    this.#missed = true;
    return undefined;
  }

  find(key: string): RecordId | undefined {
    for (const changes of [this.#command, this.made]) {
      const holder = changes.keys.get(key);
      if (holder !== undefined) return holder ?? undefined;
    }
    if (this.#keys.has(key)) return this.#keys.get(key);
    this.#missing.keys.add(key);
    this.#missed = true;
    return undefined;
  }

  #findReferrers(type: string, field: string, value: string, hint: ReferrersHint = {}): RecordState[] {
    const { limit: _, ...unlimited } = hint;
    const everything = { type, field, value, hint: unlimited };
    const wanted = { type, field, value, hint };
    const loaded = this.#referrers.get(referrersKey(everything)) ?? this.#referrers.get(referrersKey(wanted));
    if (!loaded) return this.#missReferrers(wanted);
    const stands: RecordState[] = [];
    let dropped = 0;
    for (const id of loaded.ids) {
      const record = this.get(id);
      if (record && refersTo(record, type, field, value)) stands.push(record);
      else dropped += 1;
    }
    // Some of the few that were loaded refer no more; others that were left out may.
    if (loaded.truncated && dropped > 0) return this.#missReferrers(everything);
    for (const changes of [this.made, this.#command]) {
      for (const { id } of changes.records.values()) {
        const record = this.get(id);
        if (!record || loaded.ids.includes(id) || stands.includes(record)) continue;
        if (refersTo(record, type, field, value)) stands.push(record);
      }
    }
    return stands;
  }

  #missReferrers(wanted: Referrers): RecordState[] {
    this.#missing.referrers.set(referrersKey(wanted), wanted);
    this.#missed = true;
    return [];
  }

  #eventsOf(commandId: string): RecordEvent[] | undefined {
    const made = this.made.events.filter((event) => event.commandId === commandId);
    if (made.length > 0) return made;
    const loaded = this.#eventsByCommand.get(commandId);
    if (loaded) return [...loaded];
    this.#missing.commands.add(commandId);
    this.#missed = true;
    return undefined;
  }

  #nextNumber(counter: string): number | undefined {
    const last =
      this.#command.counters.get(counter) ??
      this.made.counters.get(counter) ??
      this.#counters.get(counter) ??
      this.#cache.counter(counter);
    if (last === undefined) {
      this.#missing.counters.add(counter);
      this.#missed = true;
      return undefined;
    }
    this.#command.counters.set(counter, last + 1);
    return last + 1;
  }

  #stateAt(wanted: PastState): RecordState | undefined {
    const key = pastStateKey(wanted);
    if (!this.#pastStates.has(key)) {
      this.#missing.pastStates.set(key, wanted);
      this.#missed = true;
      return undefined;
    }
    // The log ends before this batch: what it made of the record comes on top.
    let state = this.#pastStates.get(key);
    for (const event of this.made.events) {
      const isNext = event.recordId === wanted.id && event.version === (state?.version ?? 0) + 1;
      if (isNext && event.version <= wanted.version) state = evolve(state, event);
    }
    return state?.version === wanted.version ? state : undefined;
  }

  /** A record that is about to be made is taken for missing, unless it is known; `learn` tells whether it is. */
  takeForMissing(id: RecordId): void {
    if (this.made.records.has(id) || this.#records.has(id) || this.#cache.has(id)) return;
    this.#records.set(id, undefined);
    this.#takenForMissing.add(id);
  }

  /** More records as of the head, undefined for missing ones. False when one is there that was taken for missing. */
  learn(records: ReadonlyMap<RecordId, RecordState | undefined>): boolean {
    for (const id of this.#takenForMissing) if (records.get(id)) return false;
    for (const [id, record] of records) if (!this.#records.has(id)) this.#records.set(id, record);
    return true;
  }

  takeMissing(): MissingReads {
    const missing = this.#missing;
    this.#missing = new MissingReads();
    return missing;
  }

  /** Answers for everything in `missing`; what is not among the answers does not exist. */
  loaded(missing: MissingReads, found: Loaded): void {
    for (const id of missing.records) if (!this.#records.has(id)) this.#records.set(id, undefined);
    for (const record of found.records) {
      this.#records.set(record.id, record);
      this.#cache.put(record);
    }
    for (const key of missing.keys) this.#keys.set(key, found.keys.get(key));
    for (const [key, referrers] of found.referrers) this.#referrers.set(key, referrers);
    for (const id of missing.commands) this.#eventsByCommand.set(id, found.events.get(id) ?? []);
    for (const key of missing.pastStates.keys()) this.#pastStates.set(key, found.pastStates.get(key));
    for (const name of missing.counters) this.#counters.set(name, found.counters.get(name) ?? 0);
  }

  keysOf(record: RecordState | undefined): string[] {
    return record && record.deletedAt === null ? keysOf(record, this.#registry) : [];
  }
}

function refersTo(record: RecordState, type: string, field: string, value: string): boolean {
  if (record.type !== type || record.deletedAt !== null) return false;
  const held = record.fields[field];
  return Array.isArray(held) ? held.includes(value) : held === value;
}
