import type { RecordId, RecordState } from '@atrium/protocol';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { StoredEntry } from '../outbox/upcast-queue.ts';

export interface StoredState {
  /** Confirmed records, as of the positions. */
  readonly records: readonly RecordState[];
  readonly positions: ReadonlyMap<string, number>;
  /** In any order and format. */
  readonly outbox: readonly StoredEntry[];
  readonly meta: { readonly [key: string]: string };
}

export interface OutboxWrite {
  readonly put: readonly OutboxEntry[];
  readonly remove: readonly string[];
}

/** What to write over the rows that are there now, by command id; called once, inside the transaction. */
export type ChangeRows = (stored: ReadonlyMap<string, StoredEntry>) => OutboxWrite;

export interface ConfirmedChange {
  readonly records: ReadonlyMap<RecordId, RecordState | undefined>;
  /** New positions by scope; undefined: the scope is no longer held. */
  readonly positions: ReadonlyMap<string, number | undefined>;
}

/**
 * Where a client keeps what must outlive it: one store per tenant and person, never shared between people,
 * and used by all tabs of that person at once.
 * Every method is one transaction, and transactions take effect in the order of the calls.
 */
export interface ClientStorage {
  /** True: what is written is still there after the process has ended. */
  readonly isLasting: boolean;
  load(): Promise<StoredState>;
  /** The outbox alone, as it is now. */
  loadOutbox(): Promise<readonly StoredEntry[]>;
  /** Records and positions change together or not at all. */
  writeConfirmed(change: ConfirmedChange): Promise<void>;
  /** Forgets all confirmed records and positions, and leaves the outbox alone. */
  clearConfirmed(): Promise<void>;
  /**
   * Reads the rows of these ids and writes what follows from them, with nobody in between. Has reached the
   * disk when it resolves, as far as the platform can promise.
   */
  changeOutbox(ids: readonly string[], change: ChangeRows): Promise<void>;
  writeMeta(key: string, value: string): Promise<void>;
  close(): Promise<void>;
  /** At sign-out: nothing of this person stays on the machine. */
  destroy(): Promise<void>;
}
