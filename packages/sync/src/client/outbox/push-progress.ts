import { Cell, type Observable } from '../observable.ts';

/** How much of what was queued has been settled since the queue was empty last: "3 of 12". */
export interface Push {
  readonly total: number;
  readonly done: number;
}

const NONE: Push = { total: 0, done: 0 };

export class PushProgress {
  readonly #cell = new Cell<Push>(NONE);

  get push(): Observable<Push> {
    return this.#cell;
  }

  /** @param settled how many more of them are answered now */
  note(unsent: number, settled: number): void {
    const now = this.#cell.get();
    const done = now.done + settled;
    const next = unsent === 0 ? NONE : { total: done + unsent, done };
    if (next.total !== now.total || next.done !== now.done) this.#cell.set(next);
  }

  /** Another tab has seen more of this push. */
  heard(done: number): void {
    const { total, done: known } = this.#cell.get();
    if (done > known && total > 0) this.#cell.set({ total: total - known + done, done });
  }
}
