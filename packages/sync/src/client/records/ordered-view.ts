import type { RecordId, RecordState } from '@atrium/protocol';

export interface Ordering {
  /** Which records of the query; all of them without it. */
  readonly passes?: ((record: RecordState) => boolean) | undefined;
  /** Records that compare equal stand in the order of their ids. */
  readonly compare: (a: RecordState, b: RecordState) => number;
}

/** A share of the rows beyond which sorting anew is cheaper than putting each change in its place. */
const MANY = 1 / 8;

/**
 * The records of a query in an order, kept up with change by change: what changed is taken out of its place and
 * put into its new one, so that one change among 100,000 costs a copy of the row list and no sorting.
 */
export class OrderedView {
  readonly #ordering: Ordering;
  /** Each record as it stands in the rows. */
  readonly #placed = new Map<RecordId, RecordState>();
  readonly #touched = new Set<RecordId>();
  #rows: readonly RecordState[] = [];

  constructor(ordering: Ordering) {
    this.#ordering = ordering;
  }

  touch(id: RecordId): void {
    this.#touched.add(id);
  }

  /** Everything may have changed: what stands in the rows, and what is in the query now. */
  touchAll(ids: Iterable<RecordId>): void {
    for (const id of this.#placed.keys()) this.#touched.add(id);
    for (const id of ids) this.#touched.add(id);
  }

  /** @param read what the query holds of an id now; undefined when it left */
  rows(read: (id: RecordId) => RecordState | undefined): readonly RecordState[] {
    if (this.#touched.size === 0) return this.#rows;
    const moved = this.#moved(read);
    this.#touched.clear();
    if (moved.length === 0) return this.#rows;
    const rows = moved.length > this.#rows.length * MANY ? this.#sorted() : this.#replaced(moved);
    this.#rows = rows;
    return rows;
  }

  #moved(read: (id: RecordId) => RecordState | undefined): Move[] {
    const moved: Move[] = [];
    for (const id of this.#touched) {
      const before = this.#placed.get(id);
      const now = read(id);
      const after = now && (this.#ordering.passes?.(now) ?? true) ? now : undefined;
      if (before === after) continue;
      if (after) this.#placed.set(id, after);
      else this.#placed.delete(id);
      moved.push({ before, after });
    }
    return moved;
  }

  #sorted(): RecordState[] {
    return [...this.#placed.values()].sort(this.#compare);
  }

  #replaced(moved: readonly Move[]): RecordState[] {
    const rows = this.#rows.slice();
    for (const { before, after } of moved) {
      const from = before ? this.#placeIn(rows, before) : -1;
      const staysPut = before && after && this.#compare(before, after) === 0;
      if (staysPut) {
        rows[from] = after;
        continue;
      }
      if (before) rows.splice(from, 1);
      if (after) rows.splice(this.#placeIn(rows, after), 0, after);
    }
    return rows;
  }

  /** Where it stands, or would stand. */
  #placeIn(rows: readonly RecordState[], record: RecordState): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = rows[middle];
      if (there && this.#compare(there, record) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  readonly #compare = (a: RecordState, b: RecordState): number =>
    this.#ordering.compare(a, b) || (a.id < b.id ? -1 : Number(a.id > b.id));
}

interface Move {
  readonly before: RecordState | undefined;
  readonly after: RecordState | undefined;
}
