import { refuse } from '@atrium/model';
import type { Actor, Command, Outcome, TenantId } from '@atrium/protocol';
import type { Context } from '@opentelemetry/api';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { waitToRetry } from '../wait-to-retry.ts';
import { endBatch, presentTrace, startBatch, step } from './batch-trace.ts';
import { CommandQueue } from './command-queue.ts';
import { EngineClosed } from './engine-closed.ts';
import type { Job } from './job.ts';
import { runBatch } from './run-batch.ts';

/** The one place of this process that appends to a tenant's log: what is queued goes in one transaction. */
export class TenantWriter {
  readonly #tenantId: TenantId;
  readonly #runtime: Runtime;
  readonly #committed: (events: readonly LoggedEvent[], head: number) => void;
  readonly #queue: CommandQueue;
  readonly #cache: RecordCache;
  /** By command id: the same id again, while it is under way, gets the same answer. */
  readonly #underWay = new Map<string, Promise<Outcome>>();
  #running: Promise<void> | undefined;
  #closed = false;
  #abandoned = false;
  lastUsed = performance.now();

  constructor(
    tenantId: TenantId,
    runtime: Runtime,
    committed: (events: readonly LoggedEvent[], head: number) => void,
  ) {
    this.#tenantId = tenantId;
    this.#runtime = runtime;
    this.#committed = committed;
    this.#queue = new CommandQueue(runtime.limits);
    this.#cache = new RecordCache(runtime.limits.cachedRecords);
  }

  get idle(): boolean {
    return this.#running === undefined && this.#queue.length === 0;
  }

  get cachedRecords(): number {
    return this.#cache.size;
  }

  submit(actor: Actor, command: Command): Promise<Outcome> {
    if (this.#closed) return Promise.reject(new EngineClosed());
    const same = this.#underWay.get(command.id);
    if (same) return same;
    if (this.#queue.length >= this.#runtime.limits.queuedCommands) {
      const refusal = refuse('UNAVAILABLE', 'Too many commands are waiting. Try again in a moment.');
      return Promise.resolve({ kind: 'refused', refusal });
    }
    const answer = new Promise<Outcome>((resolve, reject) => {
      const bytes = JSON.stringify(command.input).length;
      this.#queue.push({ actor, command, bytes, traced: presentTrace(), resolve, reject });
    });
    this.#underWay.set(command.id, answer);
    this.#running ??= this.#run();
    return answer;
  }

  /** Takes nothing more; resolves when everything queued is answered, or given up after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    if (!this.#running) return;
    const giveUp = setTimeout(() => {
      this.#abandoned = true;
    }, graceMs);
    await this.#running;
    clearTimeout(giveUp);
  }

  async #run(): Promise<void> {
    // Whatever is submitted in this turn of the loop goes into the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#queue.takeBatch();
      const traced = startBatch(batch);
      const given = await this.#commit(batch, traced);
      await step('writer.reply', traced, async () => this.#reply(batch));
      endBatch(traced);
      // Whoever waited behind them has waited as long; each batch in turn would wait again.
      if (given === 'given up') this.#giveUp(this.#queue.takeAll(), batch[0]?.failure);
    }
    this.lastUsed = performance.now();
    this.#running = undefined;
  }

  /** Runs a batch until it is committed or given up. Receipts make every repetition safe. */
  async #commit(batch: readonly Job[], traced: Context): Promise<'done' | 'given up'> {
    const { limits, metrics } = this.#runtime;
    const deadline = performance.now() + limits.unavailableMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { events, head } = await runBatch(this.#runtime, this.#tenantId, this.#cache, {
          jobs: batch,
          traced,
        });
        // After a lost commit the events may be in the log already: then only the head tells of them.
        if (events.length > 0 || attempt > 0) this.#committed(events, head);
        return 'done';
      } catch (error) {
        for (const job of batch) job.outcome = undefined;
        if (!(error instanceof DatabaseUnavailable)) {
          this.#cache.reset(0);
          return this.#isolate(batch, error, traced);
        }
        if (this.#abandoned || performance.now() >= deadline) {
          for (const job of batch) job.failure = error;
          return 'given up';
        }
        metrics.retry?.(this.#tenantId, 'unavailable');
        await waitToRetry(attempt);
      }
    }
  }

  /** Something in the batch does not fit the store: halves it until the one command is found. */
  async #isolate(batch: readonly Job[], error: unknown, traced: Context): Promise<'done' | 'given up'> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      this.#runtime.logger.error(
        { err: error, command: only.command.name },
        'A command could not be stored.',
      );
      only.failure = error;
      return 'done';
    }
    this.#runtime.metrics.retry?.(this.#tenantId, 'data');
    const half = Math.ceil(batch.length / 2);
    const first = await this.#commit(batch.slice(0, half), traced);
    const second = await this.#commit(batch.slice(half), traced);
    return first === 'done' ? second : first;
  }

  #giveUp(jobs: readonly Job[], failure: unknown): void {
    for (const job of jobs) job.failure = failure;
    this.#reply(jobs);
  }

  #reply(batch: readonly Job[]): void {
    for (const job of batch) {
      this.#underWay.delete(job.command.id);
      if (job.failure === undefined && job.outcome) job.resolve(job.outcome);
      else job.reject(job.failure ?? new Error('The command was not decided'));
    }
  }
}
