import type { Clock, Timer } from '@atrium/sync/client';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** One time for everything in a simulation; nothing happens between two timers but promises. */
export class VirtualTime implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #order = 0;
  /** A binary heap, earliest first. */
  readonly #heap: Due[] = [];

  now(): number {
    return this.#now;
  }

  setTimer(milliseconds: number, run: () => void): Timer {
    const due: Due = {
      at: this.#now + Math.max(0, milliseconds),
      order: this.#order++,
      run,
      cancelled: false,
    };
    this.#push(due);
    return {
      cancel: () => {
        due.cancelled = true;
      },
    };
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(milliseconds, resolve));
  }

  /** A clock that is wrong by so much, and that stops when its owner does. */
  skewed(byMs: number, isAlive: () => boolean): Clock {
    return {
      now: () => this.#now + byMs,
      setTimer: (milliseconds, run) => this.setTimer(milliseconds, () => isAlive() && run()),
    };
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (let due = this.#heap[0]; due && due.at <= end; due = this.#heap[0]) {
      this.#pop();
      if (due.cancelled) continue;
      this.#now = due.at;
      due.run();
      await settle();
    }
    this.#now = end;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(due);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || isBefore(above, due)) break;
      heap[at] = above;
      heap[parent] = due;
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      const left = heap[child];
      const right = heap[child + 1];
      if (!left) return;
      if (right && isBefore(right, left)) child++;
      const smaller = heap[child];
      if (!smaller || isBefore(last, smaller)) return;
      heap[at] = smaller;
      heap[child] = last;
      at = child;
    }
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

async function settle(): Promise<void> {
  for (let round = 0; round < 40; round++) await Promise.resolve();
}
