import { refuse } from '@atrium/model';
import type { TenantId } from '@atrium/protocol';
import type { Context } from '@opentelemetry/api';
import type { TenantSession } from '../database/tenant-session.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { appendBatch } from './append-batch.ts';
import { BatchState } from './batch-state.ts';
import { step } from './batch-trace.ts';
import type { CommandChanges } from './command-changes.ts';
import { completeConflicts } from './complete-conflicts.ts';
import { decideBatch } from './decide-batch.ts';
import { eventIds } from './event-ids.ts';
import type { Job } from './job.ts';
import { loadMissing } from './load-missing.ts';
import { type OpenedBatch, openBatch } from './open-batch.ts';
import { isStored } from './receipts.ts';

export interface Committed {
  readonly events: readonly LoggedEvent[];
  readonly head: number;
}

/** One transaction: lock the tenant, load, permit and decide in order, append, commit. Sets the jobs' outcomes. */
export async function runBatch(
  runtime: Runtime,
  tenantId: TenantId,
  cache: RecordCache,
  { jobs, traced }: { readonly jobs: readonly Job[]; readonly traced: Context },
): Promise<Committed> {
  const started = performance.now();
  const session = await runtime.database.acquire(tenantId);
  try {
    const opened = await step('writer.load', traced, () => openBatch(session, cache, jobs));
    if (!opened) {
      await session.rollback();
      return refuseAll(jobs);
    }
    const { made, head, loads } = await decideAndAppend(runtime, session, cache, {
      jobs,
      opened,
      traced,
    });
    const decided = performance.now();
    await step('writer.commit', traced, () => session.commit());
    const commitMs = performance.now() - decided;
    for (const record of made.records.values()) cache.put(record);
    for (const [name, value] of made.counters) cache.putCounter(name, value);
    cache.head = head;
    runtime.metrics.batch?.({
      tenantId,
      commands: jobs.length,
      events: made.events.length,
      refusals: jobs.filter(({ outcome }) => outcome?.kind === 'refused').length,
      loads,
      commitMs,
      totalMs: performance.now() - started,
    });
    return { events: made.events, head };
  } catch (error) {
    await session.rollback();
    throw error;
  } finally {
    session.release();
  }
}

interface Opened {
  readonly jobs: readonly Job[];
  readonly opened: OpenedBatch;
  readonly traced: Context;
}

/** The part inside an open transaction that holds the tenant's row. */
export async function decideAndAppend(
  runtime: Runtime,
  session: TenantSession,
  cache: RecordCache,
  { jobs, opened, traced }: Opened,
): Promise<{ made: CommandChanges; head: number; loads: number }> {
  const { registry } = runtime;
  const { tenantId, tx } = session;
  const state = new BatchState(cache, registry, opened.records);
  const time = runtime.clock();
  const moment = { registry, now: new Date(time).toISOString(), nextEventId: eventIds(time), ...opened };
  for (const job of jobs) {
    const known = opened.receipts.get(job.command.id);
    if (known) job.outcome = known;
  }
  const fresh = jobs.filter((job) => job.outcome === undefined && job.failure === undefined);
  const loads = await step('writer.decide', traced, async () => {
    const rounds = await decideBatch(fresh, state, moment, async (missing) => {
      state.loaded(missing, await loadMissing({ tx, tenantId, registry }, missing));
    });
    await completeConflicts(tx, tenantId, fresh, state.made.events);
    return rounds;
  });
  const answered = fresh.filter(({ outcome }) => outcome !== undefined && isStored(outcome));
  if (answered.length === 0) return { made: state.made, head: opened.head, loads };
  const { head } = await step('writer.append', traced, () =>
    appendBatch(session, state.made, answered, moment),
  );
  return { made: state.made, head, loads };
}

function refuseAll(jobs: readonly Job[]): Committed {
  for (const job of jobs) {
    job.outcome = { kind: 'refused', refusal: refuse('NOT_FOUND', 'This workspace does not exist.') };
  }
  return { events: [], head: 0 };
}
