import type { RecordId, RecordState } from '@atrium/protocol';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';

export interface StoredState {
  /** Confirmed records, as of the positions. */
  readonly records: readonly RecordState[];
  readonly positions: ReadonlyMap<string, number>;
  /** Every partition's entries, in any order and format. */
  readonly outbox: readonly { readonly format: number; readonly partition: string }[];
  readonly meta: { readonly [key: string]: string };
}

export interface ConfirmedChange {
  readonly records: ReadonlyMap<RecordId, RecordState | undefined>;
  /** New positions by scope; undefined: the scope is no longer held. */
  readonly positions: ReadonlyMap<string, number | undefined>;
}

/**
 * Where a client keeps what must outlive it: one store per tenant and person, never shared between people.
 * Every method is one transaction, and transactions take effect in the order of the calls.
 */
export interface ClientStorage {
  load(): Promise<StoredState>;
  /** Records and positions change together or not at all. */
  writeConfirmed(change: ConfirmedChange): Promise<void>;
  /** Forgets all confirmed records and positions, and leaves the outbox alone. */
  clearConfirmed(): Promise<void>;
  /** Has reached the disk when it resolves, as far as the platform can promise. */
  writeOutbox(put: readonly OutboxEntry[], remove: readonly string[]): Promise<void>;
  writeMeta(key: string, value: string): Promise<void>;
  close(): Promise<void>;
  /** At sign-out: nothing of this person stays on the machine. */
  destroy(): Promise<void>;
}
