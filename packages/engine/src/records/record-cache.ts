import { evolve } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { LRUCache } from 'lru-cache';
import type { LoggedEvent } from '../log/logged-event.ts';

/** Records of one tenant as of one position of its log. Bounded by count; the least used go first. */
export class RecordCache {
  /** The head of the log that every cached record is valid at. */
  head = 0;
  readonly #records: LRUCache<RecordId, RecordState>;

  constructor(max: number) {
    this.#records = new LRUCache({ max });
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

  /** Brings what is cached from `head` to the position of the last of these events, which follow on it. */
  catchUp(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      const cached = this.#records.peek(event.recordId);
      if (event.version === 1) this.#records.set(event.recordId, evolve(undefined, event));
      else if (cached) this.#records.set(event.recordId, evolve(cached, event));
      this.head = event.position;
    }
  }

  /** Forgets everything, and starts over at another head. */
  reset(head: number): void {
    this.#records.clear();
    this.head = head;
  }
}
