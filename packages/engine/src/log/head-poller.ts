import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';

/** Hints that come faster share a look. */
const BETWEEN_LOOKS_MS = 5;

/**
 * Sees what other processes appended: reads the heads of the tenants that someone here follows, all of them now
 * and then, and at once those that were hinted at.
 */
export class HeadPoller {
  readonly #runtime: Runtime;
  readonly #followed: () => readonly TenantId[];
  readonly #heard: (tenantId: TenantId, head: number) => void;
  readonly #hinted = new Set<TenantId>();
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #busy = false;
  #again = false;
  #closed = false;
  /** Told once per outage: it is tried several times a second. */
  #isLost = false;
  /** When all heads are due to be read. */
  #allDueAt = 0;

  constructor(
    runtime: Runtime,
    followed: () => readonly TenantId[],
    heard: (tenantId: TenantId, head: number) => void,
  ) {
    this.#runtime = runtime;
    this.#followed = followed;
    this.#heard = heard;
  }

  /** Reads them all at once, and from then on as long as anyone follows. */
  start(): void {
    this.#allDueAt = 0;
    this.#hurry(0);
  }

  /** Reads the head of one followed tenant at once. */
  look(tenantId: TenantId): void {
    if (this.#hinted.has(tenantId)) return;
    this.#hinted.add(tenantId);
    this.#hurry(BETWEEN_LOOKS_MS);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  #hurry(pauseMs: number): void {
    this.#again = true;
    if (!this.#busy) this.#schedule(pauseMs);
  }

  #schedule(pauseMs: number): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#polling = this.#poll();
    }, pauseMs).unref();
  }

  async #poll(): Promise<void> {
    const { database, limits, logger } = this.#runtime;
    this.#busy = true;
    this.#again = false;
    const followed = this.#followed();
    const isAll = performance.now() >= this.#allDueAt;
    const tenantIds = isAll ? followed : followed.filter((tenantId) => this.#hinted.has(tenantId));
    this.#hinted.clear();
    if (isAll) this.#allDueAt = performance.now() + limits.headPollMs;
    try {
      if (tenantIds.length > 0) {
        const heads = await database.heads(tenantIds);
        for (const [tenantId, head] of heads) this.#heard(tenantId, head);
      }
      this.#isLost = false;
    } catch (error) {
      if (!this.#isLost) logger.warn({ err: error }, 'The heads of the logs cannot be read; trying on.');
      this.#isLost = true;
    }
    this.#busy = false;
    if (this.#again) this.#schedule(this.#allDueAt === 0 ? 0 : BETWEEN_LOOKS_MS);
    else if (followed.length > 0) this.#schedule(Math.max(0, this.#allDueAt - performance.now()));
  }
}
