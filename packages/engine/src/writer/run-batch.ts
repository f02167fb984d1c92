import { refuse } from '@atrium/model';
import type { TenantId } from '@atrium/protocol';
import type { Context } from '@opentelemetry/api';
import type { TenantSession } from '../database/tenant-session.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { prepareAppend, writeAppend } from './append-batch.ts';
import { BatchState } from './batch-state.ts';
import { step } from './batch-trace.ts';
import type { CommandChanges } from './command-changes.ts';
import { completeConflicts } from './complete-conflicts.ts';
import { decideBatch } from './decide-batch.ts';
import { eventIds } from './event-ids.ts';
import type { Job } from './job.ts';
import { loadMissing } from './load-missing.ts';
import type { MissingReads } from './missing-reads.ts';
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

/**
 * Commands whose events are written with one statement. PostgreSQL writes them while the next ones are decided,
 * so that neither waits for the other for long.
 */
const COMMANDS_PER_STATEMENT = 64;
/** The first statement of a long batch is short, so that PostgreSQL begins early. */
const COMMANDS_OF_FIRST = 16;

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
  let { head, headHash } = opened;
  let loads = 0;
  let written = Promise.resolve();
  const load = async (missing: MissingReads) => {
    await written;
    state.loaded(missing, await loadMissing({ tx, tenantId, registry }, missing));
  };
  for (const [from, until] of parts(fresh.length)) {
    const some = fresh.slice(from, until);
    loads += await step('writer.decide', traced, async () => {
      const rounds = await decideBatch(fresh, state, moment, { from, until, load });
      if (some.some(isConflict)) {
        await written;
        await completeConflicts(tx, tenantId, some, state.unwritten.events);
      }
      return rounds;
    });
    const answered = some.filter(({ outcome }) => outcome !== undefined && isStored(outcome));
    if (answered.length === 0) continue;
    const append = prepareAppend(tenantId, state.takeUnwritten(), answered, { ...moment, head, headHash });
    ({ head, headHash } = append);
    await written;
    written = step('writer.append', traced, () => writeAppend(tx, append));
    // Awaited in its turn; a failure before that is not unhandled.
    written.catch(() => undefined);
  }
  await written;
  return { made: state.made, head, loads };
}

/** Ranges of so many jobs, one after the other. */
function* parts(count: number): Generator<[from: number, until: number]> {
  let size = count > 2 * COMMANDS_PER_STATEMENT ? COMMANDS_OF_FIRST : COMMANDS_PER_STATEMENT;
  for (let from = 0; from < count; from += size, size = COMMANDS_PER_STATEMENT) {
    yield [from, Math.min(count, from + size)];
  }
}

function isConflict({ outcome }: Job): boolean {
  return outcome?.kind === 'refused' && outcome.refusal.code === 'CONFLICT';
}

function refuseAll(jobs: readonly Job[]): Committed {
  for (const job of jobs) {
    job.outcome = { kind: 'refused', refusal: refuse('NOT_FOUND', 'This workspace does not exist.') };
  }
  return { events: [], head: 0 };
}
