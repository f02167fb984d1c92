import { evolve } from '@atrium/model';
import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';

/** More than this while one check runs, and it is given up. */
const MOST_EVENTS = 5_000;

type Confirmed = (id: RecordId) => RecordState | undefined;

/** What changed since a moment, so that what was held at any position after it can be told. */
export class ScopeJournal {
  readonly #confirmed: Confirmed;
  readonly #before = new Map<RecordId, RecordState | undefined>();
  readonly #events = new Map<RecordId, RecordEvent[]>();
  #size = 0;
  #isSpoiled = false;

  constructor(confirmed: Confirmed) {
    this.#confirmed = confirmed;
  }

  /** True when something changed that no event with a position tells of. */
  get isSpoiled(): boolean {
    return this.#isSpoiled;
  }

  spoil(): void {
    this.#isSpoiled = true;
  }

  /** To be told of a batch before its changes are applied. */
  note(events: readonly RecordEvent[], changed: Iterable<RecordId>): void {
    for (const id of changed) if (!this.#before.has(id)) this.#before.set(id, this.#confirmed(id));
    for (const event of events) {
      const known = this.#events.get(event.recordId);
      if (known) known.push(event);
      else this.#events.set(event.recordId, [event]);
    }
    this.#size += events.length;
    if (this.#size > MOST_EVENTS) this.#isSpoiled = true;
  }

  /** What was held at a position no older than the journal. */
  recordsAt(position: number, held: Iterable<RecordState>): RecordState[] {
    const records: RecordState[] = [];
    for (const record of held) if (!this.#before.has(record.id)) records.push(record);
    for (const [id, before] of this.#before) {
      const then = this.#fold(
        before,
        this.#eventsOf(id, (event) => event.position <= position),
      );
      if (then) records.push(then);
    }
    return records;
  }

  /** A record as of a position, with what was told since on top. */
  broughtUp(record: RecordState, position: number): RecordState {
    return (
      this.#fold(
        record,
        this.#eventsOf(record.id, (event) => event.position > position),
      ) ?? record
    );
  }

  changedAfter(id: RecordId, position: number): boolean {
    return this.#eventsOf(id, (event) => event.position > position).length > 0;
  }

  #eventsOf(id: RecordId, wanted: (event: RecordEvent) => boolean): RecordEvent[] {
    return (this.#events.get(id) ?? []).filter(wanted);
  }

  #fold(from: RecordState | undefined, events: readonly RecordEvent[]): RecordState | undefined {
    let record = from;
    for (const event of events) {
      const version = record?.version ?? 0;
      if (event.version === version + 1) record = evolve(record, event);
      // Of a record that was never here, its end is no news.
      else if (event.version > version && (record || event.change !== 'deleted')) this.#isSpoiled = true;
    }
    return record;
  }
}
