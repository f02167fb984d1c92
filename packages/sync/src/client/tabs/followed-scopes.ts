import type { Subscription } from '../scopes/scopes-options.ts';

/**
 * What other tabs look at, followed by the tab that keeps the confirmed records: so that the disk has it, and
 * so that versions of all work that is sent are known where it is sent.
 */
export class FollowedScopes {
  readonly #subscribe: (scope: string) => Subscription;
  readonly #followed = new Map<string, Subscription>();

  constructor(subscribe: (scope: string) => Subscription) {
    this.#subscribe = subscribe;
  }

  follow(scopes: ReadonlySet<string>): void {
    for (const scope of scopes) {
      if (!this.#followed.has(scope)) this.#followed.set(scope, this.#subscribe(scope));
    }
    for (const [scope, subscription] of this.#followed) {
      if (scopes.has(scope)) continue;
      this.#followed.delete(scope);
      subscription.release();
    }
  }
}
