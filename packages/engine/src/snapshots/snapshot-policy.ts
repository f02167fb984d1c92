/** When states of records are kept, and for how long. */
export interface SnapshotPolicy {
  /** After so many events of a record since its newest snapshot. */
  readonly every: number;
  /** After so many days since then, too, if the record has changed a few times. */
  readonly days: number;
  /** The newest of each record that always stay. */
  readonly kept: number;
  /** Younger ones stay, too. Of the older ones every tenth stays, so that no version is ever far from one. */
  readonly keptDays: number;
}

export const SNAPSHOT_POLICY: SnapshotPolicy = { every: 50, days: 30, kept: 20, keptDays: 90 };

/** Fewer events than this are replayed as fast as a snapshot is read. */
export const WORTH_A_SNAPSHOT = 10;

export const DAY_MS = 86_400_000;
