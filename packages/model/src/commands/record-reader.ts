import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';

export interface ReferrersHint {
  /** Only records of this project matter. */
  readonly projectId?: RecordId;
  /** More than this many need not be answered. */
  readonly limit?: number;
  /** The rule will ask the same again for each answer's value of this field: load the closure at once. */
  readonly follow?: string;
}

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
  /**
   * Live records of a type whose field holds `value`: a relation that points at it, or a select.
   * `hint` only saves work: an implementation may ignore it and answer with more.
   */
  referrers(type: string, field: string, value: string, hint?: ReferrersHint): RecordState[];
  /** The events that a command made; undefined where they are not known. */
  eventsOf(commandId: string): RecordEvent[] | undefined;
  /** The record as it was at a version; undefined, or no such method, where history is not known. */
  stateAt?(id: RecordId, version: number): RecordState | undefined;
  /** Takes the next number of a counter; undefined on a client, which shows a provisional key. */
  nextNumber(counter: string): number | undefined;
}
