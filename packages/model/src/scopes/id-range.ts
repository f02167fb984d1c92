import type { RecordId } from '@atrium/protocol';

/** Some of the ranges that all ids are dealt into, so that a part of a scope can be named. */
export interface IdRanges {
  /** How many there are: a power of two, at most `MOST_RANGES`. */
  readonly count: number;
  /** Each from 0 to `count` - 1. */
  readonly wanted: readonly number[];
}

export const MOST_RANGES = 256;

/** The same id always falls into the same range: its last byte, which is random in every id we make. */
export function rangeOf(id: RecordId, count: number): number {
  return Number.parseInt(id.slice(-2), 16) & (count - 1);
}

export function isRangeCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MOST_RANGES && (count & (count - 1)) === 0;
}
