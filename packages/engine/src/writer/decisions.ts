import { setImmediate } from 'node:timers/promises';
import type { Registry } from '@atrium/model';
import type { RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import type { RecordCache } from '../records/record-cache.ts';
import { type Append, prepareAppend } from './append-batch.ts';
import { BatchState } from './batch-state.ts';
import type { CommandChanges } from './command-changes.ts';
import { completeConflicts } from './complete-conflicts.ts';
import { decideAhead, decideBatch, isConflict } from './decide-batch.ts';
import { eventIds } from './event-ids.ts';
import type { Job } from './job.ts';
import { loadMissing } from './load-missing.ts';
import type { OpenedBatch } from './open-batch.ts';
import { isStored } from './receipts.ts';
import type { Moment } from './stage-drafts.ts';

/** Commands whose events are written with one statement, while the next ones are decided. */
const COMMANDS_PER_STATEMENT = 64;
/** The first statement of a long batch is short, so that PostgreSQL begins early. */
const COMMANDS_OF_FIRST = 16;
/** Commands decided ahead at a time: between them the process looks after what has arrived. */
const COMMANDS_AT_A_TIME = 16;

/** Where a log ends. The hash covers everything before it, so equal ends are the same log. */
export interface LogEnd {
  readonly head: number;
  readonly headHash: string;
}

export interface DecisionBase extends LogEnd {
  /** Records that are loaded; undefined for those that do not exist. */
  readonly records?: ReadonlyMap<RecordId, RecordState | undefined>;
}

export interface DecisionSource {
  readonly registry: Registry;
  readonly tenantId: TenantId;
  readonly clock: () => number;
  /** Records as of the end that is decided on. */
  readonly cache: RecordCache;
}

/** What the rules made of a batch's commands, one after the other, standing on one end of the log. */
export class Decisions {
  /** Rounds of loading. */
  loads = 0;
  readonly #source: DecisionSource;
  readonly #jobs: readonly Job[];
  readonly #state: BatchState;
  readonly #moment: Moment;
  readonly #base: LogEnd;
  #end: LogEnd;
  /** The first job that is not decided, and the first that is not part of a statement. */
  #decided = 0;
  #prepared = 0;
  #appends: Append[] = [];

  constructor(source: DecisionSource, jobs: readonly Job[], { head, headHash, records }: DecisionBase) {
    const { registry, cache, clock } = source;
    const time = clock();
    this.#source = source;
    this.#jobs = jobs;
    this.#state = new BatchState(cache, registry, records);
    this.#moment = { registry, head, now: new Date(time).toISOString(), nextEventId: eventIds(time) };
    this.#base = { head, headHash };
    this.#end = this.#base;
  }

  get complete(): boolean {
    return this.#decided === this.#jobs.length;
  }

  get decided(): number {
    return this.#decided;
  }

  /** What all of them change. */
  get made(): CommandChanges {
    return this.#state.made;
  }

  /** Where the log will end, once every statement so far is written. */
  get end(): LogEnd {
    return this.#end;
  }

  /**
   * True when the log really ends where these decisions stand, none of their commands has been decided before, and no
   * record is there that was taken for missing.
   */
  holdsOn({ head, headHash, receipts, records }: OpenedBatch): boolean {
    if (head !== this.#base.head || headHash !== this.#base.headHash || receipts.size > 0) return false;
    return this.#state.learn(records);
  }

  /** Decides without the database, until it is needed or `isOver`. */
  async decideAhead(isOver: () => boolean): Promise<void> {
    while (!isOver() && !this.complete) {
      const until = Math.min(this.#decided + COMMANDS_AT_A_TIME, this.#jobs.length);
      this.#decided = decideAhead(this.#jobs, this.#state, this.#moment, { from: this.#decided, until });
      if (this.complete || this.#decided - this.#prepared >= COMMANDS_PER_STATEMENT) this.#prepare();
      if (this.#decided < until) return;
      await setImmediate();
    }
  }

  /** Decides the next part, loading what it needs once `written`, which is what came before, is done. */
  async decidePart(tx: Tx, written: () => Promise<void>): Promise<void> {
    const { tenantId, registry } = this.#source;
    const from = this.#decided;
    const until = Math.max(from, this.#partEnd());
    this.loads += await decideBatch(this.#jobs, this.#state, this.#moment, {
      from,
      until,
      load: async (missing) => {
        await written();
        this.#state.loaded(missing, await loadMissing({ tx, tenantId, registry }, missing));
      },
    });
    this.#decided = until;
    const some = this.#jobs.slice(from, until);
    if (some.some(isConflict)) {
      await written();
      await completeConflicts(tx, tenantId, some, this.#state.unwritten.events);
    }
  }

  /** The statements that write what was decided since they were last taken. */
  takeAppends(): readonly Append[] {
    this.#prepare();
    const appends = this.#appends;
    this.#appends = [];
    return appends;
  }

  #prepare(): void {
    const some = this.#jobs.slice(this.#prepared, this.#decided);
    this.#prepared = this.#decided;
    const answered = some.filter(({ outcome }) => outcome !== undefined && isStored(outcome));
    if (answered.length === 0) return;
    const { tenantId, registry } = this.#source;
    const { now } = this.#moment;
    const appending = { registry, now, ...this.#end };
    const append = prepareAppend(tenantId, this.#state.takeUnwritten(), answered, appending);
    this.#appends.push(append);
    this.#end = append;
  }

  #partEnd(): number {
    const long = this.#jobs.length > 2 * COMMANDS_PER_STATEMENT;
    const size = this.#prepared === 0 && long ? COMMANDS_OF_FIRST : COMMANDS_PER_STATEMENT;
    return Math.min(this.#prepared + size, this.#jobs.length);
  }
}
