import type { IdRanges, Scope } from '@atrium/model';
import type { Actor, Command, Outcome, RecordEvent, RecordId, RecordState } from '@atrium/protocol';

/** What sync needs of the engine, and all that a test double has to offer. */
export interface SyncEngine {
  /** Refusals are values; rejects when the store is lost or the engine is closed. */
  submit(tenantId: string, actor: Actor, command: Command): Promise<Outcome>;
  head(tenantId: string): Promise<number>;
  /** Events with `after < position <= upTo`, in order, at most `limit`. */
  readEvents(tenantId: string, range: EventRange): Promise<readonly PlacedEvent[]>;
  /** Deleted records too; ids that do not exist are left out. */
  readRecords(tenantId: string, ids: readonly string[]): Promise<readonly RecordState[]>;
  /** One consistent view: its position first, then the live records of the scope, or of ranges of it, in batches. */
  readScope(tenantId: string, scope: Scope, ranges?: IdRanges): AsyncIterable<ScopePart>;
  /** The same as the scope was then. An engine without it gives no past. */
  readScopeAt?(
    tenantId: string,
    past: { readonly scope: Scope; readonly at: PastMoment },
  ): AsyncIterable<ScopePart>;
  /** Every event after a position, in order, once; waits for the listener before it hands over more. */
  follow(
    tenantId: string,
    after: number,
    listener: (followed: FollowedEvents) => void | Promise<void>,
  ): Following;
}

/** A place in the log, or a time (an instant): what had been logged by then. */
export type PastMoment = { readonly position: number } | { readonly time: string };

export interface EventRange {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** An event with the place of its record after it (see the model's `placeOf`). */
export interface PlacedEvent extends RecordEvent {
  readonly projectId: RecordId | null;
  readonly subjectId: RecordId | null;
}

export type ScopePart =
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'records'; readonly records: readonly RecordState[] };

export interface FollowedEvents {
  readonly events: readonly PlacedEvent[];
  readonly head: number;
}

export interface Following {
  stop(): void | Promise<void>;
}
