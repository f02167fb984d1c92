/** What clients did and were told, in the order of real time: `at` counts up over all of them. */
export interface History {
  readonly issued: Issued[];
  /** Anything that went back where nothing may, in words. */
  readonly anomalies: string[];
  next(): number;
}

export interface Issued {
  readonly client: string;
  readonly commandId: string;
  readonly recordId: string;
  readonly name: string;
  readonly issuedAt: number;
  /** Undefined: never answered; what became of it only the log knows. */
  answer: Answer | undefined;
}

export type Answer =
  | {
      readonly kind: 'acked';
      readonly at: number;
      readonly first: number;
      readonly last: number;
      readonly version: number;
    }
  | { readonly kind: 'refused'; readonly at: number; readonly code: string }
  /** Given up with a refused one that it built on, before it was ever sent. */
  | { readonly kind: 'dropped'; readonly at: number };

export function newHistory(): History {
  let at = 0;
  return { issued: [], anomalies: [], next: () => ++at };
}

/** Apart from when it was said. */
export function isSame(one: Answer, other: Answer): boolean {
  return JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 });
}

/** Numbers by name of which none may ever get smaller, such as versions that a client has shown. */
export class Watermarks {
  readonly #history: History;
  readonly #who: string;
  readonly #seen = new Map<string, number>();

  constructor(history: History, who: string) {
    this.#history = history;
    this.#who = who;
  }

  see(name: string, value: number): void {
    const before = this.#seen.get(name) ?? 0;
    if (value < before)
      this.#history.anomalies.push(`${this.#who}: ${name} went back from ${before} to ${value}`);
    this.#seen.set(name, Math.max(before, value));
  }

  /** It may come again from the start: it was given up. */
  forget(name: string): void {
    this.#seen.delete(name);
  }
}
