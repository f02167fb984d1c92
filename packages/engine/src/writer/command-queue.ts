import type { EngineLimits } from '../engine-limits.ts';
import type { Job } from './job.ts';

/** First in, first out, handed over in batches bounded by count and bytes. */
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

  takeBatch(): Job[] {
    let bytes = 0;
    let count = 0;
    for (const job of this.#jobs) {
      bytes += job.bytes;
      if (count > 0 && (bytes > this.#limits.batchBytes || count >= this.#limits.batchCommands)) break;
      count += 1;
    }
    const batch = this.#jobs.slice(0, count);
    this.#jobs = this.#jobs.slice(count);
    return batch;
  }

  takeAll(): Job[] {
    const all = this.#jobs;
    this.#jobs = [];
    return all;
  }
}
