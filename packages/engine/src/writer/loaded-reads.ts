import type { Registry } from '@atrium/model';
import type { RecordEvent, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';

/** Where missing reads are loaded from. */
export interface ReadSource {
  readonly tx: Tx;
  readonly tenantId: TenantId;
  readonly registry: Registry;
}

export interface FoundReferrers {
  readonly ids: readonly RecordId[];
  /** There may be more than were asked for. */
  readonly truncated: boolean;
}

/** The answers to a batch's missing reads. What is not in them does not exist. */
export interface Loaded {
  readonly records: readonly RecordState[];
  readonly keys: ReadonlyMap<string, RecordId>;
  readonly referrers: ReadonlyMap<string, FoundReferrers>;
  readonly events: ReadonlyMap<string, readonly RecordEvent[]>;
  readonly counters: ReadonlyMap<string, number>;
  readonly pastStates: ReadonlyMap<string, RecordState>;
}
