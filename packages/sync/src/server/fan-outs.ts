import type { Timer } from '../shared/clock.ts';
import { FanOut } from './fan-out.ts';
import type { FanOutDeps } from './fan-out-deps.ts';

interface Held {
  readonly opening: Promise<FanOut>;
  users: number;
  idle: Timer | undefined;
}

/** One fan-out per tenant with live connections: opened by the first, closed a while after the last. */
export class FanOuts {
  readonly #deps: Omit<FanOutDeps, 'tenantId'>;
  readonly #held = new Map<string, Held>();

  constructor(deps: Omit<FanOutDeps, 'tenantId'>) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#held.size;
  }

  async acquire(tenantId: string): Promise<FanOut> {
    let held = this.#held.get(tenantId);
    if (!held) {
      held = { opening: FanOut.open({ ...this.#deps, tenantId }), users: 0, idle: undefined };
      this.#held.set(tenantId, held);
    }
    held.users++;
    held.idle?.cancel();
    held.idle = undefined;
    try {
      return await held.opening;
    } catch (error) {
      if (this.#held.get(tenantId) === held) this.#held.delete(tenantId);
      throw error;
    }
  }

  release(tenantId: string): void {
    const held = this.#held.get(tenantId);
    if (!held) return;
    held.users--;
    if (held.users > 0) return;
    held.idle = this.#deps.clock.setTimer(this.#deps.limits.idleTenantMs, () => {
      this.#held.delete(tenantId);
      void held.opening.then((fanOut) => fanOut.close());
    });
  }

  async close(): Promise<void> {
    const all = [...this.#held.values()];
    this.#held.clear();
    for (const { idle } of all) idle?.cancel();
    const closings = all.map(async ({ opening }) => (await opening).close());
    await Promise.allSettled(closings);
  }
}
