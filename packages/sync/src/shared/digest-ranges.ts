import { MOST_RANGES, rangeOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { hashOf } from './digest-contents.ts';

/**
 * A digest over everything that the records of a scope hold, for each range of ids on its own. The order of the
 * records does not matter, and fewer, wider ranges follow from many narrow ones.
 */
export class RangeDigests {
  readonly #count: number;
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;

  constructor(count: number = MOST_RANGES) {
    this.#count = count;
    this.#low = new Uint32Array(count);
    this.#high = new Uint32Array(count);
  }

  add(record: RecordState): void {
    const { low, high } = hashOf(record);
    this.#addTo(rangeOf(record.id, this.#count), low, high);
  }

  /** A copy in fewer ranges, to which more can be added. */
  folded(count: number): RangeDigests {
    const folded = new RangeDigests(count);
    for (let range = 0; range < this.#count; range++) {
      folded.#addTo(range & (count - 1), this.#low[range] ?? 0, this.#high[range] ?? 0);
    }
    return folded;
  }

  /** 16 hexadecimal digits for each range. */
  values(): string[] {
    return Array.from(this.#low, (low, range) => hex(this.#high[range] ?? 0) + hex(low));
  }

  #addTo(range: number, low: number, high: number): void {
    this.#low[range] = (this.#low[range] ?? 0) + low;
    this.#high[range] = (this.#high[range] ?? 0) + high;
  }
}

/** What `GET /api/v1/digests` answers. */
export interface ScopeDigests {
  /** The digests are as of this position. */
  readonly position: number;
  /** How many records there are. */
  readonly count: number;
  readonly ranges: readonly string[];
}

/** So many ranges that each holds some thirty records: what is read again is little, and so are the digests. */
export function rangesFor(records: number): number {
  let count = 1;
  while (count < MOST_RANGES && count * 32 < records) count *= 2;
  return count;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
