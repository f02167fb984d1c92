import type { ReferrersHint } from '@atrium/model';
import type { RecordId } from '@atrium/protocol';

export interface Referrers {
  readonly type: string;
  readonly field: string;
  readonly value: string;
  readonly hint: ReferrersHint;
}

/** What decisions wanted to read and nobody had loaded. */
export class MissingReads {
  readonly records = new Set<RecordId>();
  readonly keys = new Set<string>();
  readonly referrers = new Map<string, Referrers>();
  readonly commands = new Set<string>();
  readonly counters = new Set<string>();
  readonly pastStates = new Map<string, PastState>();
}

/** A record as it was at an earlier version. */
export interface PastState {
  readonly id: RecordId;
  readonly version: number;
}

export function pastStateKey({ id, version }: PastState): string {
  return `${id}:${version}`;
}

/** The same question has the same key. `follow` is no part of it: it only asks for more beside. */
export function referrersKey({ type, field, value, hint }: Referrers): string {
  return JSON.stringify([type, field, value, hint.projectId, hint.limit]);
}
