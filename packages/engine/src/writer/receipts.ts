import type { Outcome, Refusal } from '@atrium/protocol';

/** A row of `receipts`: what came of a command id, for ever. */
export interface ReceiptRow {
  readonly command_id: string;
  readonly first_position: number | null;
  readonly last_position: number | null;
  readonly version: number | null;
  readonly refusal: Refusal | null;
}

export const RECEIPT_COLUMNS = 'command_id, first_position, last_position, version, refusal';

export function outcomeOf(row: ReceiptRow): Outcome {
  if (row.refusal) return { kind: 'refused', refusal: row.refusal };
  return {
    kind: 'committed',
    firstPosition: row.first_position ?? 0,
    lastPosition: row.last_position ?? 0,
    version: row.version ?? 0,
  };
}

/** Refusals that say something about the moment, not about the command: the same id may be tried again. */
const MOMENTARY: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'RATE_LIMITED', 'UNAVAILABLE']);

export function isStored(outcome: Outcome): boolean {
  return outcome.kind === 'committed' || !MOMENTARY.has(outcome.refusal.code);
}
