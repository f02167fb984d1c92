import type { EngineLimits } from '../engine-limits.ts';
import type { Job } from './job.ts';

/** First in, first out, handed over into batches bounded by count and bytes. */
export class CommandQueue {
  readonly #limits: EngineLimits;
  #jobs: Job[] = [];

  constructor(limits: EngineLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#jobs.length;
  }

  push(job: Job): void {
    this.#jobs.push(job);
  }

  /** Moves the next ones into a batch, until it has `most` or what the limits allow; at least one into an empty batch. */
  fill(batch: Job[], most: number): void {
    const limit = Math.min(most, this.#limits.batchCommands);
    let bytes = batch.reduce((sum, job) => sum + job.bytes, 0);
    let count = 0;
    for (const job of this.#jobs) {
      bytes += job.bytes;
      const size = batch.length + count;
      if (size > 0 && (bytes > this.#limits.batchBytes || size >= limit)) break;
      count += 1;
    }
    batch.push(...this.#jobs.splice(0, count));
  }

  takeAll(): Job[] {
    const all = this.#jobs;
    this.#jobs = [];
    return all;
  }
}
