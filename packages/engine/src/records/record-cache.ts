import { evolve } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { LRUCache } from 'lru-cache';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { CommandChanges } from '../writer/command-changes.ts';

/** Records of one tenant as of one position of its log. Bounded by count; the least used go first. */
export class RecordCache {
  /** The head of the log that every cached record is valid at. */
  head = 0;
  readonly #records: LRUCache<RecordId, RecordState>;
  /** The last number taken, as of `head`. Events do not say it, so others' events end it. */
  readonly #counters: LRUCache<string, number>;

  constructor(max: number) {
    this.#records = new LRUCache({ max });
    this.#counters = new LRUCache({ max });
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: RecordId): RecordState | undefined {
    return this.#records.get(id);
  }

  has(id: RecordId): boolean {
    return this.#records.has(id);
  }

  /** A record as of `head`. */
  put(record: RecordState): void {
    this.#records.set(record.id, record);
  }

  counter(name: string): number | undefined {
    return this.#counters.get(name);
  }

  /** Brings what is cached from `head` to the position of the last of these events, which follow on it. */
  catchUp(events: readonly LoggedEvent[]): void {
    if (events.length > 0) this.#counters.clear();
    for (const event of events) {
      const cached = this.#records.peek(event.recordId);
      if (event.version === 1) this.#records.set(event.recordId, evolve(undefined, event));
      else if (cached) this.#records.set(event.recordId, evolve(cached, event));
      this.head = event.position;
    }
  }

  /** Takes in what was decided on `head`, which is then at `end`. To be forgotten if that is not committed. */
  advance({ records, counters }: CommandChanges, end: number): void {
    for (const record of records.values()) this.put(record);
    for (const [name, value] of counters) this.#counters.set(name, value);
    this.head = end;
  }

  /** Forgets everything, and starts over at another head. */
  reset(head: number): void {
    this.#records.clear();
    this.#counters.clear();
    this.head = head;
  }
}
