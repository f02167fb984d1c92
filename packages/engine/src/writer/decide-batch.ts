import { decide, isRefusal, refuse } from '@atrium/model';
import type { Outcome } from '@atrium/protocol';
import type { BatchState } from './batch-state.ts';
import type { Job } from './job.ts';
import type { MissingReads } from './missing-reads.ts';
import { type Moment, stageDrafts } from './stage-drafts.ts';

/** Rounds of loading for one command: a walk deeper than this is refused rather than let block the tenant. */
const MAX_ROUNDS = 200;
/** After this many rounds the commands behind are no longer looked at in advance: each look costs a decision. */
const LOOK_AHEAD_ROUNDS = 4;

export interface Part {
  /** The jobs from here up to, not including, there. Those behind are looked at when something has to be loaded. */
  readonly from: number;
  readonly until: number;
  readonly load: (missing: MissingReads) => Promise<void>;
}

/**
 * Decides jobs in order for as long as nothing has to be loaded, and nothing has to be asked of the log to word a
 * refusal. Answers the first that is undecided.
 */
export function decideAhead(
  jobs: readonly Job[],
  state: BatchState,
  moment: Moment,
  { from, until }: Pick<Part, 'from' | 'until'>,
): number {
  for (let next = from; next < until; next += 1) {
    const job = jobs[next] as Job;
    if (moment.registry.commands.get(job.command.name)?.creates) state.takeForMissing(job.command.recordId);
    if (decideJob(job, state, moment) && !isConflict(job)) continue;
    state.takeMissing();
    job.outcome = undefined;
    return next;
  }
  return until;
}

/** Decides a part of the jobs in order, each on what those before it made. Answers the number of rounds of loading. */
export async function decideBatch(
  jobs: readonly Job[],
  state: BatchState,
  moment: Moment,
  { from, until, load }: Part,
): Promise<number> {
  let next = from;
  let rounds = 0;
  let roundsOfThis = 0;
  while (next < until) {
    const job = jobs[next] as Job;
    if (decideJob(job, state, moment)) {
      next += 1;
      roundsOfThis = 0;
      continue;
    }
    if (roundsOfThis >= MAX_ROUNDS) {
      state.takeMissing();
      const refusal = refuse('LIMIT_EXCEEDED', 'This depends on too many other records.', { limit: 'reads' });
      job.outcome = { kind: 'refused', refusal };
      continue;
    }
    if (roundsOfThis < LOOK_AHEAD_ROUNDS)
      for (const later of jobs.slice(next + 1)) lookAt(later, state, moment);
    await load(state.takeMissing());
    rounds += 1;
    roundsOfThis += 1;
  }
  return rounds;
}

/** False when something has to be loaded first; the decision then has left no trace. */
function decideJob(job: Job, state: BatchState, moment: Moment): boolean {
  state.begin();
  if (job.outcome || job.failure !== undefined) return true;
  try {
    const outcome = outcomeOf(job, state, moment);
    if (state.missed) return false;
    job.outcome = outcome;
    if (outcome.kind === 'committed') state.keep();
  } catch (error) {
    // What a rule does on an answer that is not there yet says nothing.
    if (state.missed) return false;
    job.failure = error ?? new Error('The rule threw nothing');
  }
  return true;
}

function outcomeOf(job: Job, state: BatchState, moment: Moment): Outcome {
  const { command, actor } = job;
  const decision = decide(command, { actor, now: moment.now, read: state.reader }, moment.registry);
  if (isRefusal(decision)) return { kind: 'refused', refusal: decision };
  const record = state.get(command.recordId);
  if (record && command.baseVersion > record.version) {
    // Such a base would hide every conflict.
    const refusal = refuse('INVALID_INPUT', 'The base version is newer than the record.', {
      version: record.version,
    });
    return { kind: 'refused', refusal };
  }
  const firstPosition = moment.head + state.made.events.length + 1;
  const refusal = stageDrafts(state, job, decision, moment);
  if (refusal) return { kind: 'refused', refusal };
  const own = state.staged.findLast((event) => event.recordId === command.recordId);
  return {
    kind: 'committed',
    firstPosition,
    lastPosition: firstPosition + state.staged.length - 1,
    version: own?.version ?? 0,
  };
}

/** Only to learn what a later command will read; what it decides now does not count. */
function lookAt(job: Job, state: BatchState, moment: Moment): void {
  if (job.outcome) return;
  state.begin();
  try {
    outcomeOf(job, state, moment);
  } catch {
    // Decided properly, and reported, when it is its turn.
  }
  state.begin();
}

export function isConflict({ outcome }: Job): boolean {
  return outcome?.kind === 'refused' && outcome.refusal.code === 'CONFLICT';
}
