import type { Timer } from '../shared/clock.ts';
import { FanOut } from './fan-out.ts';
import type { FanOutDeps } from './fan-out-deps.ts';

interface Held {
  readonly tenantId: string;
  readonly opening: Promise<FanOut>;
  users: number;
  idle: Timer | undefined;
}

export interface FanOutUse {
  readonly fanOut: FanOut;
  release(): void;
}

/** One fan-out per tenant with live connections: opened by the first, closed a while after the last. */
export class FanOuts {
  readonly #deps: Omit<FanOutDeps, 'tenantId' | 'onBroken'>;
  readonly #held = new Map<string, Held>();

  constructor(deps: Omit<FanOutDeps, 'tenantId' | 'onBroken'>) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Every use ends with `release`. */
  async acquire(tenantId: string): Promise<FanOutUse> {
    const held = this.#held.get(tenantId) ?? this.#open(tenantId);
    held.users++;
    held.idle?.cancel();
    held.idle = undefined;
    try {
      const fanOut = await held.opening;
      return { fanOut, release: () => this.#release(held) };
    } catch (error) {
      this.#forget(held);
      throw error;
    }
  }

  #open(tenantId: string): Held {
    const onBroken = () => {
      this.#forget(held);
      void this.#closeOne(held);
    };
    const opening = FanOut.open({ ...this.#deps, tenantId, onBroken });
    const held: Held = { tenantId, opening, users: 0, idle: undefined };
    this.#held.set(tenantId, held);
    return held;
  }

  #forget(held: Held): void {
    if (this.#held.get(held.tenantId) === held) this.#held.delete(held.tenantId);
  }

  #release(held: Held): void {
    held.users--;
    if (held.users > 0 || this.#held.get(held.tenantId) !== held) return;
    held.idle = this.#deps.clock.setTimer(this.#deps.limits.idleTenantMs, () => {
      this.#forget(held);
      void this.#closeOne(held);
    });
  }

  async #closeOne({ opening, tenantId }: Held): Promise<void> {
    try {
      await (await opening).close();
    } catch (error) {
      this.#deps.logger.warn({ err: error, tenantId }, 'A fan-out did not close well.');
    }
  }

  async close(): Promise<void> {
    const all = [...this.#held.values()];
    this.#held.clear();
    for (const { idle } of all) idle?.cancel();
    await Promise.all(all.map((held) => this.#closeOne(held)));
  }
}
