import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';
import { consumeStep } from './consumer-step.ts';
import type { Consumer } from './consumers.ts';

const BUSY_MS = 250;
const FIRST_BACK_OFF_MS = 200;
const LAST_BACK_OFF_MS = 60_000;

/** Runs one consumer over all tenants, a step for each in turn, so that none starves behind a long log. */
export class ConsumerRunner {
  readonly consumer: Consumer;
  readonly #runtime: Runtime;
  /** In the order of their turns. */
  readonly #due = new Set<TenantId>();
  /** Tenants that wait: after an error, or while another process has the lease. */
  readonly #waiting = new Map<TenantId, NodeJS.Timeout>();
  readonly #failures = new Map<TenantId, number>();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(consumer: Consumer, runtime: Runtime) {
    this.consumer = consumer;
    this.#runtime = runtime;
  }

  wake(tenantId: TenantId): void {
    if (this.#closed || this.#waiting.has(tenantId)) return;
    this.#due.add(tenantId);
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    for (const tenantId of this.#due) {
      if (this.#closed) break;
      // Taken out first: what is heard of during the step puts it back at the end.
      this.#due.delete(tenantId);
      await this.#step(tenantId);
    }
    this.#running = undefined;
  }

  async #step(tenantId: TenantId): Promise<void> {
    try {
      const result = await consumeStep(this.#runtime, this.consumer, tenantId);
      this.#failures.delete(tenantId);
      if (result.kind === 'busy') this.#wait(tenantId, BUSY_MS);
      else if (result.more) this.#due.add(tenantId);
    } catch (error) {
      const failures = (this.#failures.get(tenantId) ?? 0) + 1;
      this.#failures.set(tenantId, failures);
      const pause = Math.min(LAST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
      this.#runtime.logger.warn(
        { err: error, consumer: this.consumer.name, tenantId, failures },
        'A consumer failed; it will try the same events again.',
      );
      this.#wait(tenantId, pause);
    }
  }

  #wait(tenantId: TenantId, pauseMs: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(tenantId);
      this.wake(tenantId);
    }, pauseMs);
    this.#waiting.set(tenantId, timer.unref());
  }
}
