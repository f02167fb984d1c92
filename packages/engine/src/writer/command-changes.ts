import type { RecordId, RecordState } from '@atrium/protocol';
import type { LoggedEvent } from '../log/logged-event.ts';

/** What a command, or a batch of them, changes: events, and what the tables hold after them. */
export class CommandChanges {
  readonly events: LoggedEvent[] = [];
  readonly records = new Map<RecordId, RecordState>();
  /** Who holds a unique key afterwards; null for nobody. */
  readonly keys = new Map<string, RecordId | null>();
  /** The last number taken. */
  readonly counters = new Map<string, number>();

  get empty(): boolean {
    return this.events.length + this.records.size + this.keys.size + this.counters.size === 0;
  }

  add(later: CommandChanges): void {
    for (const event of later.events) this.events.push(event);
    for (const [id, record] of later.records) this.records.set(id, record);
    for (const [key, holder] of later.keys) this.keys.set(key, holder);
    for (const [name, value] of later.counters) this.counters.set(name, value);
  }
}
