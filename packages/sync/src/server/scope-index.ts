import type { Subscriber } from './subscriber.ts';

/** Who listens to what, in one tenant. */
export class ScopeIndex {
  readonly #listeners = new Map<string, Set<Subscriber>>();

  add(scope: string, projectId: string | null, subscriber: Subscriber): void {
    subscriber.scopes.set(scope, projectId);
    let listeners = this.#listeners.get(scope);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(scope, listeners);
    }
    listeners.add(subscriber);
  }

  remove(scope: string, subscriber: Subscriber): boolean {
    const listeners = this.#listeners.get(scope);
    if (!subscriber.scopes.delete(scope) || !listeners) return false;
    listeners.delete(subscriber);
    if (listeners.size === 0) this.#listeners.delete(scope);
    return true;
  }

  of(scope: string): ReadonlySet<Subscriber> {
    return this.#listeners.get(scope) ?? NOBODY;
  }
}

const NOBODY: ReadonlySet<Subscriber> = new Set();
