import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';

/** Sees what other processes appended: reads the heads of the tenants that someone here follows. */
export class HeadPoller {
  readonly #runtime: Runtime;
  readonly #followed: () => readonly TenantId[];
  readonly #heard: (tenantId: TenantId, head: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #busy = false;
  #again = false;
  #closed = false;

  constructor(
    runtime: Runtime,
    followed: () => readonly TenantId[],
    heard: (tenantId: TenantId, head: number) => void,
  ) {
    this.#runtime = runtime;
    this.#followed = followed;
    this.#heard = heard;
  }

  /** Reads them at once, and from then on as long as anyone follows. */
  start(): void {
    this.#again = true;
    if (!this.#busy) this.#schedule(0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  #schedule(pauseMs: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll();
    }, pauseMs).unref();
  }

  async #poll(): Promise<void> {
    this.#busy = true;
    this.#again = false;
    const tenantIds = this.#followed();
    try {
      if (tenantIds.length > 0) {
        const heads = await this.#runtime.database.heads(tenantIds);
        for (const [tenantId, head] of heads) this.#heard(tenantId, head);
      }
    } catch (error) {
      this.#runtime.logger.warn({ err: error }, 'The heads of the logs could not be read.');
    }
    this.#busy = false;
    if (this.#again) this.#schedule(0);
    else if (tenantIds.length > 0) this.#schedule(this.#runtime.limits.headPollMs);
  }
}
