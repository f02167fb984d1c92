/** A value to read now and to be told of: the shape of React's `useSyncExternalStore`. */
export interface Observable<T> {
  /** The same object until the value changes. */
  get(): T;
  /** Returns how to stop. */
  subscribe(listener: () => void): () => void;
}

export class Cell<T> implements Observable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(this.#value, value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
