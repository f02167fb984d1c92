import type { Delta } from './delta.ts';

/**
 * The newest stretch of a tenant's log, without gaps: what resumed subscriptions and slow readers are served
 * from. Bounded by count and by bytes; it loses its oldest end first.
 */
export class RecentEvents {
  readonly #most: { readonly events: number; readonly bytes: number };
  #deltas: Delta[] = [];
  /** Deltas before this index are gone; the array is cut now and then, not at every loss. */
  #first = 0;
  #bytes = 0;
  #start: number;

  constructor(start: number, most: { readonly events: number; readonly bytes: number }) {
    this.#start = start;
    this.#most = most;
  }

  /** Everything after this position is here. */
  get start(): number {
    return this.#start;
  }

  get position(): number {
    return this.#start + this.#deltas.length - this.#first;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(delta: Delta): void {
    if (delta.event.position !== this.position + 1) {
      throw new Error(`Event ${delta.event.position} cannot follow position ${this.position}`);
    }
    this.#deltas.push(delta);
    this.#bytes += delta.encoded.length;
    while (this.#isOverfull()) this.#dropFirst();
  }

  /** Puts older events before the start; false, and no change, when they do not end there or do not fit. */
  prepend(older: readonly Delta[]): boolean {
    const last = older.at(-1);
    if (!last) return true;
    if (last.event.position !== this.#start) return false;
    const bytes = older.reduce((sum, delta) => sum + delta.encoded.length, 0);
    const events = this.position - this.#start + older.length;
    if (events > this.#most.events || this.#bytes + bytes > this.#most.bytes) return false;
    this.#deltas = [...older, ...this.#deltas.slice(this.#first)];
    this.#first = 0;
    this.#bytes += bytes;
    this.#start -= older.length;
    return true;
  }

  covers(position: number): boolean {
    return position >= this.#start && position <= this.position;
  }

  *after(position: number): Generator<Delta> {
    for (let index = this.#first + Math.max(0, position - this.#start); ; index++) {
      const delta = this.#deltas[index];
      if (!delta) return;
      yield delta;
    }
  }

  #isOverfull(): boolean {
    const count = this.#deltas.length - this.#first;
    return count > this.#most.events || (this.#bytes > this.#most.bytes && count > 0);
  }

  #dropFirst(): void {
    this.#bytes -= this.#deltas[this.#first]?.encoded.length ?? 0;
    this.#first++;
    this.#start++;
    if (this.#first > 1_024 && this.#first * 2 > this.#deltas.length) {
      this.#deltas = this.#deltas.slice(this.#first);
      this.#first = 0;
    }
  }
}
