import { setTimeout } from 'node:timers/promises';
import type { TenantId } from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';
import { consumeStep } from './consumer-step.ts';
import type { Consumer } from './consumers.ts';

/** A step costs a durable commit of its own: what is appended within this time goes into one. */
const GATHER_MS = 40;
const BUSY_MS = 250;
/** A step that takes longer goes on beside those of other tenants: its database may be down. */
const PATIENCE_MS = 1_000;
const SLOW_AT_A_TIME = 3;
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
  readonly #slow = new Map<TenantId, Promise<unknown>>();
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
    await Promise.all(this.#slow.values());
  }

  async #run(): Promise<void> {
    let isBehind = false;
    while (this.#due.size > 0 && !this.#closed) {
      if (!isBehind) await setTimeout(GATHER_MS);
      isBehind = false;
      for (const tenantId of [...this.#due]) {
        if (this.#closed) break;
        // Taken out first: what is heard of during the step puts it back at the end.
        this.#due.delete(tenantId);
        if (await this.#patiently(tenantId)) isBehind = true;
      }
    }
    this.#running = undefined;
  }

  /** A step, or its beginning: what takes long ends beside the others. */
  async #patiently(tenantId: TenantId): Promise<boolean> {
    if (this.#slow.has(tenantId)) return false;
    const step = this.#step(tenantId);
    if (this.#slow.size >= SLOW_AT_A_TIME) return step;
    const timer = new AbortController();
    const late = setTimeout(PATIENCE_MS, 'late' as const, { signal: timer.signal }).catch(() => false);
    const first = await Promise.race([step, late]);
    timer.abort();
    if (first !== 'late') return step;
    const ended = step.then(() => {
      this.#slow.delete(tenantId);
      // What was heard of meanwhile was passed over.
      this.wake(tenantId);
    });
    this.#slow.set(tenantId, ended);
    return false;
  }

  /** True when there is more to do than one step takes. */
  async #step(tenantId: TenantId): Promise<boolean> {
    try {
      const result = await consumeStep(this.#runtime, this.consumer, tenantId);
      this.#failures.delete(tenantId);
      if (result.kind === 'busy') this.#wait(tenantId, BUSY_MS);
      else if (result.more) this.#due.add(tenantId);
      return result.kind === 'done' && result.more;
    } catch (error) {
      const failures = (this.#failures.get(tenantId) ?? 0) + 1;
      this.#failures.set(tenantId, failures);
      const pause = Math.min(LAST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
      this.#runtime.logger.warn(
        { err: error, consumer: this.consumer.name, tenantId, failures },
        'A consumer failed; it will try the same events again.',
      );
      this.#wait(tenantId, pause);
      return false;
    }
  }

  #wait(tenantId: TenantId, pauseMs: number): void {
    if (this.#closed) return;
    const timer = globalThis.setTimeout(() => {
      this.#waiting.delete(tenantId);
      this.wake(tenantId);
    }, pauseMs);
    this.#waiting.set(tenantId, timer.unref());
  }
}
