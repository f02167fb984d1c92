import type { Row } from './rows.tsx';

declare global {
  interface Window {
    harness: Harness;
  }
}

/** One of the two libraries under the view. */
export interface Candidate {
  /** Takes so many records in, as they come from a server, and shows the view. */
  load(count: number): Promise<void>;
  /** Somebody else's change arrives: a row gets another title, and a place in the order. */
  change(id: string, title: string, rank: string): void;
}

/** What the driver calls from outside the page. */
export class Harness {
  readonly #candidate: Candidate;
  #rows: readonly Row[] = [];
  #waiting: { readonly title: string; done(at: number): void } | undefined;
  #count = 0;

  constructor(candidate: Candidate) {
    this.#candidate = candidate;
  }

  async load(count: number): Promise<number> {
    const began = performance.now();
    await this.#candidate.load(count);
    while (this.#rows.length === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - began;
  }

  rendered(rows: readonly Row[]): void {
    this.#rows = rows;
    const waiting = this.#waiting;
    if (waiting && rows.some(({ title }) => title === waiting.title)) {
      this.#waiting = undefined;
      waiting.done(performance.now());
    }
  }

  /** Milliseconds from a change's arrival until React has put it into the document, for so many one after another. */
  async change(times: number): Promise<number[]> {
    const taken: number[] = [];
    for (let time = 0; time < times; time += 1) {
      this.#count += 1;
      const [first, second] = this.#rows;
      const moved = this.#rows[3 + (this.#count % 20)];
      if (!moved || !first || !second) throw new Error('There are no rows.');
      const title = `Changed by somebody else, number ${this.#count}`;
      await new Promise((resolve) => setTimeout(resolve, 20));
      const began = performance.now();
      const ended = await new Promise<number>((done) => {
        this.#waiting = { title, done };
        this.#candidate.change(moved.id, title, `${first.rank}V`);
      });
      taken.push(ended - began);
    }
    return taken;
  }
}
