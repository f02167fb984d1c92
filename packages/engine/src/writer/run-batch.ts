import { refuse } from '@atrium/model';
import type { TenantId } from '@atrium/protocol';
import type { Context } from '@opentelemetry/api';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import type { TenantSession } from '../database/tenant-session.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { writeAppend } from './append-batch.ts';
import type { Batch } from './batch.ts';
import { step } from './batch-trace.ts';
import { Decisions, type LogEnd } from './decisions.ts';
import type { Job } from './job.ts';
import type { Lease } from './lease.ts';
import { type OpenedBatch, openBatch } from './open-batch.ts';

export interface Committed {
  readonly events: readonly LoggedEvent[];
  readonly head: number;
}

/** What the batches of one tenant share. */
export interface Writing {
  readonly runtime: Runtime;
  readonly tenantId: TenantId;
  /** Records as of the newest batch that was decided, committed or not; emptied when one fails. */
  readonly cache: RecordCache;
  readonly lease: Lease;
  /** Called when everything is decided and sent; told where the log will end, and when PostgreSQL is done. */
  whileWriting(end: LogEnd, isOver: () => boolean): Promise<void>;
}

/** One transaction: lock the tenant, load, permit and decide in order, append, commit. Sets the jobs' outcomes. */
export async function runBatch(writing: Writing, batch: Batch): Promise<Committed> {
  const { runtime, tenantId, cache, lease } = writing;
  const { jobs, traced } = batch;
  const started = performance.now();
  const session = lease.kept ?? (await lease.take());
  try {
    const opened = await step('writer.load', traced, () => openBatch(session, cache, jobs));
    if (!opened) {
      await session.rollback();
      return refuseAll(jobs);
    }
    const decisions = decisionsOn(opened, batch, writing);
    const foreseen = decisions.decided;
    const writes = await decideAndAppend(session, decisions, traced);
    const { made, end } = decisions;
    cache.advance(made, end.head);
    const sent = performance.now();
    const commit = step('writer.commit', traced, () => session.commit());
    await meanwhile(outcomeOf(writes, commit), (isOver) => writing.whileWriting(end, isOver));
    runtime.metrics.batch?.({
      tenantId,
      commands: jobs.length,
      foreseen,
      events: made.events.length,
      refusals: jobs.filter(({ outcome }) => outcome?.kind === 'refused').length,
      loads: decisions.loads,
      commitMs: performance.now() - sent,
      totalMs: performance.now() - started,
    });
    return { events: made.events, head: end.head };
  } catch (error) {
    cache.reset(0);
    await session.rollback();
    throw error;
  }
}

/** What was decided ahead, if the log ends where it was thought to and nothing else was wrong; or a new start. */
function decisionsOn(opened: OpenedBatch, batch: Batch, { runtime, tenantId, cache }: Writing): Decisions {
  if (batch.ahead?.holdsOn(opened)) return batch.ahead;
  batch.startOver();
  for (const job of batch.jobs) job.outcome = opened.receipts.get(job.command.id);
  const fresh = batch.jobs.filter(({ outcome }) => outcome === undefined);
  return new Decisions({ ...runtime, tenantId, cache }, fresh, opened);
}

/** The part inside an open transaction that holds the tenant's row. What it sends is not waited for. */
export async function decideAndAppend(
  session: TenantSession,
  decisions: Decisions,
  traced: Context,
): Promise<Promise<void>[]> {
  const writes: Promise<void>[] = [];
  do {
    await step('writer.decide', traced, () => decisions.decidePart(session.tx, () => allOf(writes)));
    for (const append of decisions.takeAppends()) {
      const write = step('writer.append', traced, () => writeAppend(session.tx, append));
      // Awaited in its turn; a failure before that is not unhandled.
      write.catch(() => undefined);
      writes.push(write);
    }
  } while (!decisions.complete);
  return writes;
}

/** Rejects with the first failure: the later ones only follow from it. */
export async function allOf(writes: readonly Promise<void>[]): Promise<void> {
  for (const write of writes) await write;
}

/** COMMIT is sent behind the writes: if one of them failed it rolls back, and that failure is what to tell. */
async function outcomeOf(writes: readonly Promise<void>[], commit: Promise<void>): Promise<void> {
  const [written, committed] = await Promise.allSettled([allOf(writes), commit]);
  if (committed.status === 'rejected' && committed.reason instanceof DatabaseUnavailable) {
    // Lost with COMMIT under way: whether it was carried out is unknown, whatever else was lost before.
    throw committed.reason;
  }
  for (const result of [written, committed]) if (result.status === 'rejected') throw result.reason;
}

/** Does something else until `work` is over, and waits for both. */
async function meanwhile(
  work: Promise<void>,
  other: (isOver: () => boolean) => Promise<void>,
): Promise<void> {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  await other(() => over);
  await work;
}

function refuseAll(jobs: readonly Job[]): Committed {
  for (const job of jobs) {
    job.outcome = { kind: 'refused', refusal: refuse('NOT_FOUND', 'This workspace does not exist.') };
  }
  return { events: [], head: 0 };
}
