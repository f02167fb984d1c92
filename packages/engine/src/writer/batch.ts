import type { Context } from '@opentelemetry/api';
import { startBatch } from './batch-trace.ts';
import type { Decisions } from './decisions.ts';
import type { Job } from './job.ts';

/** Commands that are committed together. */
export class Batch {
  readonly jobs: Job[];
  readonly traced: Context;
  /** What was decided while the batch before was being written; it counts if that is where the log ends. */
  ahead: Decisions | undefined;

  constructor(jobs: Job[], traced = startBatch(jobs)) {
    this.jobs = jobs;
    this.traced = traced;
  }

  /** Takes back whatever was decided. */
  startOver(): void {
    this.ahead = undefined;
    for (const job of this.jobs) {
      job.outcome = undefined;
      job.failure = undefined;
    }
  }
}
