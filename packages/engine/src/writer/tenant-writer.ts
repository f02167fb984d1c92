import { refuse } from '@atrium/model';
import type { Actor, Command, Outcome, TenantId } from '@atrium/protocol';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { waitToRetry } from '../wait-to-retry.ts';
import { Batch } from './batch.ts';
import { endBatch, linkBatch, presentTrace, stepNow } from './batch-trace.ts';
import { CommandQueue } from './command-queue.ts';
import { Decisions, type LogEnd } from './decisions.ts';
import { EngineClosed } from './engine-closed.ts';
import type { Job } from './job.ts';
import { Lease } from './lease.ts';
import { runBatch, type Writing } from './run-batch.ts';

/** A batch of fewer is not worth a commit of its own. */
const LEAST_SHARE = 32;

/** The one place of this process that appends to a tenant's log: what is queued goes in one transaction. */
export class TenantWriter {
  readonly #tenantId: TenantId;
  readonly #runtime: Runtime;
  readonly #committed: (events: readonly LoggedEvent[], head: number) => void;
  readonly #queue: CommandQueue;
  readonly #cache: RecordCache;
  readonly #lease: Lease;
  readonly #writing: Writing;
  /** The next batch, where it was begun while the one before is written. */
  #ahead: Batch | undefined;
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
    this.#lease = new Lease(runtime.database, tenantId);
    this.#writing = {
      runtime,
      tenantId,
      cache: this.#cache,
      lease: this.#lease,
      whileWriting: (end, isOver) => this.#lookAhead(end, isOver),
    };
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
    for (let batch = this.#nextBatch(); batch; batch = this.#nextBatch()) {
      const given = await this.#commit(batch);
      // Nothing is awaited from here to what the next batch sends first, so that PostgreSQL does not wait for readers.
      stepNow('writer.reply', batch.traced, () => this.#reply(batch.jobs));
      endBatch(batch.traced, batch.jobs.length);
      // Whoever waited behind them has waited as long; each batch in turn would wait again.
      if (given === 'given up') this.#giveUp(batch.jobs[0]?.failure);
      this.#lease.batchIsOver();
    }
    this.#lease.end();
    this.lastUsed = performance.now();
    this.#running = undefined;
  }

  /** What was begun while the last batch was written, with what has come since; otherwise what waits. */
  #nextBatch(): Batch | undefined {
    const batch = this.#ahead;
    this.#ahead = undefined;
    if (!batch) return this.#takeBatch();
    const begun = batch.jobs.length;
    this.#queue.fill(batch.jobs, this.#share);
    linkBatch(batch.traced, batch.jobs.slice(begun));
    return batch;
  }

  #takeBatch(): Batch | undefined {
    const jobs: Job[] = [];
    this.#queue.fill(jobs, this.#share);
    return jobs.length > 0 ? new Batch(jobs) : undefined;
  }

  /** Half of everybody who waits, where there are many: the other half is decided while this one is written. */
  get #share(): number {
    return Math.max(LEAST_SHARE, Math.ceil(this.#underWay.size / 2));
  }

  /** Begins with the next batch while PostgreSQL writes the one before, which ends the log at `end` if all goes well. */
  async #lookAhead(end: LogEnd, isOver: () => boolean): Promise<void> {
    this.#ahead ??= this.#takeBatch();
    const ahead = this.#ahead;
    if (!ahead) return;
    ahead.startOver();
    try {
      const source = { ...this.#runtime, tenantId: this.#tenantId, cache: this.#cache };
      ahead.ahead = new Decisions(source, ahead.jobs, end);
      await ahead.ahead.decideAhead(isOver);
    } catch {
      // Decided properly, and reported, when it is its turn.
      ahead.startOver();
    }
  }

  /** Runs a batch until it is committed or given up. Receipts make every repetition safe. */
  async #commit(batch: Batch): Promise<'done' | 'given up'> {
    const { limits, metrics } = this.#runtime;
    const deadline = performance.now() + limits.unavailableMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { events, head } = await runBatch(this.#writing, batch);
        // After a lost commit the events may be in the log already: then only the head tells of them.
        if (events.length > 0 || attempt > 0) this.#committed(events, head);
        return 'done';
      } catch (error) {
        this.#lease.end();
        // What was decided ahead stood on what is not there now.
        this.#ahead?.startOver();
        batch.startOver();
        if (!(error instanceof DatabaseUnavailable)) return this.#isolate(batch, error);
        if (this.#abandoned || performance.now() >= deadline) {
          for (const job of batch.jobs) job.failure = error;
          return 'given up';
        }
        metrics.retry?.(this.#tenantId, 'unavailable');
        await waitToRetry(attempt);
      }
    }
  }

  /** Something in the batch does not fit the store: halves it until the one command is found. */
  async #isolate({ jobs, traced }: Batch, error: unknown): Promise<'done' | 'given up'> {
    const [only] = jobs;
    if (jobs.length === 1 && only) {
      this.#runtime.logger.error(
        { err: error, command: only.command.name },
        'A command could not be stored.',
      );
      only.failure = error;
      return 'done';
    }
    this.#runtime.metrics.retry?.(this.#tenantId, 'data');
    const half = Math.ceil(jobs.length / 2);
    const first = await this.#commit(new Batch(jobs.slice(0, half), traced));
    const second = await this.#commit(new Batch(jobs.slice(half), traced));
    return first === 'done' ? second : first;
  }

  #giveUp(failure: unknown): void {
    const jobs = [...(this.#ahead?.jobs ?? []), ...this.#queue.takeAll()];
    this.#ahead = undefined;
    for (const job of jobs) job.failure = failure;
    this.#reply(jobs);
  }

  #reply(jobs: readonly Job[]): void {
    for (const job of jobs) {
      this.#underWay.delete(job.command.id);
      if (job.failure === undefined && job.outcome) job.resolve(job.outcome);
      else job.reject(job.failure ?? new Error('The command was not decided'));
    }
  }
}
