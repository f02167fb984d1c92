/** What this tab looks at, told whenever it changes. */
export class WantedScopes {
  readonly #onChange: (scopes: readonly string[]) => void;
  readonly #counts = new Map<string, number>();

  constructor(onChange: (scopes: readonly string[]) => void) {
    this.#onChange = onChange;
  }

  /** Returns how to stop wanting it. */
  add(scope: string): () => void {
    this.#count(scope, 1);
    let isOver = false;
    return () => {
      if (!isOver) this.#count(scope, -1);
      isOver = true;
    };
  }

  #count(scope: string, by: number): void {
    const before = this.#counts.get(scope) ?? 0;
    const now = before + by;
    if (now === 0) this.#counts.delete(scope);
    else this.#counts.set(scope, now);
    if (now === 0 || before === 0) this.#onChange([...this.#counts.keys()]);
  }
}
