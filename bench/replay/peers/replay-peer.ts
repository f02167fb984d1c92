import type { PostgresHandle } from '@atrium/engine';
import type { JsonObject } from '@atrium/protocol';

/** What one event of the measured record wrote. */
export interface ReplayedChange {
  readonly name: string;
  readonly set: JsonObject;
}

/** Another event store, with the same changes of one record in it. */
export interface ReplayPeer {
  readonly name: string;
  /** Reads all events of the record and folds them; answers how many there were. */
  replay(): Promise<number>;
  /** The record's newest state, the fastest way that the store has for it. */
  load(): Promise<unknown>;
  close(): Promise<void>;
}

export type OpenReplayPeer = (
  postgres: PostgresHandle,
  changes: readonly ReplayedChange[],
) => Promise<ReplayPeer>;
