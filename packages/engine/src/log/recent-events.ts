import type { LoggedEvent } from './logged-event.ts';

/** The newest events of one tenant that passed through this process, without gaps. Bounded. */
export class RecentEvents {
  readonly #max: number;
  #events: LoggedEvent[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  /** Events just committed; they need not follow on the ones known. */
  add(events: readonly LoggedEvent[]): void {
    const first = events[0];
    if (!first) return;
    const follows = this.#events.at(-1)?.position === first.position - 1;
    const known = follows ? this.#events : [];
    for (const event of events) known.push(event);
    // Cut in halves, so that a long log is not moved once per batch.
    this.#events = known.length > this.#max ? known.slice(-Math.ceil(this.#max / 2)) : known;
  }

  /** Events from the one after `position` on, or undefined where that one is not here. */
  after(position: number, limit: number): readonly LoggedEvent[] | undefined {
    const first = this.#events[0];
    const last = this.#events.at(-1);
    if (!first || !last || position + 1 < first.position || position >= last.position) return undefined;
    const start = position + 1 - first.position;
    return this.#events.slice(start, start + limit);
  }
}
