import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';

/**
 * All that a decision may know of the world, synchronously. The server answers from what it loaded under
 * the tenant's lock (an unloaded read is fetched and the decision made again); a client answers from its
 * store, where undefined may also mean "not here".
 */
export interface RecordReader {
  /** Deleted records too: look at `deletedAt`. */
  get(id: RecordId): RecordState | undefined;
  /** The live record that holds a unique key such as `project:ATR`. */
  find(key: string): RecordId | undefined;
  /** Live records of a type whose relation field points at `id`. */
  referrers(type: string, field: string, id: RecordId): RecordState[];
  /** The events that a command made; undefined where they are not known. */
  eventsOf(commandId: string): RecordEvent[] | undefined;
  /** Takes the next number of a counter; undefined on a client, which shows a provisional key. */
  nextNumber(counter: string): number | undefined;
}
