import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';
import { RangeDigests, rangesFor, type ScopeDigests } from '../../shared/digest-ranges.ts';
import type { Clock, Logger, Random, Timer } from '../ports.ts';
import type { BootstrapResult } from './bootstrap.ts';
import { repairedBy } from './range-repair.ts';
import type { ScopeEntry } from './scope-entry.ts';
import { ScopeJournal } from './scope-journal.ts';

export interface CheckTimes {
  /** After a connection was made, and after a repair. */
  readonly firstMs: number;
  readonly everyMs: number;
  /** Without a word from the server before a check begins, if that can be had. */
  readonly quietMs: number;
}

/** Ranges of a scope that were not what the log says, and were read again. */
export interface ScopeRepair {
  readonly scope: string;
  /** How many of how many. */
  readonly ranges: number;
  readonly of: number;
  /** Records that were put right. */
  readonly records: number;
  /** What it took to read them. */
  readonly bytes: number;
}

export interface Ranges {
  readonly count: number;
  readonly wanted: readonly number[];
}

export interface DigestChecksOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** False: never. */
  readonly times: CheckTimes | false;
  readonly live: () => readonly ScopeEntry[];
  readonly confirmed: (id: RecordId) => RecordState | undefined;
  readonly allConfirmed: () => Iterable<RecordState>;
  readonly isIn: (record: RecordState, scope: string) => boolean;
  readonly digests: (scope: string, ranges: number, signal: AbortSignal) => Promise<ScopeDigests | undefined>;
  readonly read: (scope: string, signal: AbortSignal, ranges: Ranges) => Promise<BootstrapResult>;
  /** Makes the server tell how far the scope is. */
  readonly ask: (entry: ScopeEntry) => void;
  readonly replace: (entry: ScopeEntry, changes: ReadonlyMap<RecordId, RecordState | undefined>) => void;
  readonly onRepaired: (repair: ScopeRepair) => void;
}

export const CHECK_TIMES: CheckTimes = { firstMs: 30_000, everyMs: 1_800_000, quietMs: 2_000 };

/** Records hashed without a pause. */
const SLICE = 500;
const MOST_WAITS_FOR_QUIET = 10;
const REACH_MS = 5_000;
/** First the ranges that differ, then all of them; whatever differs then is a bug and not put right by reading. */
const MOST_REPAIRS = 2;

/**
 * Compares what is held with the log, by digests, from time to time, and reads again what differs. Both sides
 * are taken at the same position, so that a check may run while everyone works: a difference is a difference.
 */
export class DigestChecks {
  readonly #options: DigestChecksOptions;
  /** Of the check under way. */
  #journal: ScopeJournal | undefined;
  #round: AbortController | undefined;
  #timer: Timer | undefined;
  #dueAt = 0;
  #heardAt = 0;
  #wake: (() => void)[] = [];
  /** Repairs in a row that did not help. */
  readonly #failed = new Map<string, number>();

  constructor(options: DigestChecksOptions) {
    this.#options = options;
  }

  connected(): void {
    const { times, clock } = this.#options;
    if (times === false) return;
    this.#schedule(Math.max(this.#spread(times.firstMs), this.#dueAt - clock.now()));
  }

  disconnected(): void {
    this.#timer?.cancel();
    this.#round?.abort();
    this.#round = undefined;
    this.#journal = undefined;
    this.#moved();
  }

  /** To be told of every batch before its changes are applied. */
  noted(events: readonly RecordEvent[], changed: Iterable<RecordId>): void {
    this.#heardAt = this.#options.clock.now();
    this.#journal?.note(events, changed);
  }

  /** Something is held, or not held any more, for another reason than an event. */
  disturbed(): void {
    this.#journal?.spoil();
  }

  /** A position may have changed. */
  readonly moved = (): void => this.#moved();

  #moved(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #schedule(ms: number): void {
    const { clock } = this.#options;
    this.#timer?.cancel();
    this.#dueAt = clock.now() + ms;
    this.#timer = clock.setTimer(ms, () => {
      const round = new AbortController();
      this.#round = round;
      void this.#run(round.signal);
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { times, logger } = this.#options;
    if (times === false) return;
    let repaired = false;
    for (const entry of this.#options.live()) {
      await this.#quiet(times.quietMs, signal);
      try {
        if (!signal.aborted) repaired = (await this.#check(entry, signal)) || repaired;
      } catch (error) {
        logger.error('A check failed.', { scope: entry.scope, error });
      }
      this.#journal = undefined;
      if (signal.aborted) return;
    }
    // What went wrong in one place may have in others, and what was read again is looked at again.
    this.#schedule(this.#spread(repaired ? times.firstMs : times.everyMs));
  }

  /** True when something had to be put right. */
  async #check(entry: ScopeEntry, signal: AbortSignal): Promise<boolean> {
    const { scope } = entry;
    const { digests, allConfirmed, live, logger } = this.#options;
    if (entry.phase !== 'live') return false;
    const journal = this.#start();
    // A record may be shown by another scope, too, that is further.
    const from = Math.max(...live().map(({ position }) => position));
    let held = 0;
    await this.#each([...allConfirmed()], entry, signal, () => held++);
    const theirs = await digests(scope, rangesFor(held), signal);
    // What is older than the journal cannot be gone back to.
    if (!theirs || theirs.position < from || !(await this.#reach(entry, theirs.position, signal)))
      return false;
    const then = journal.recordsAt(theirs.position, allConfirmed());
    if (journal.isSpoiled) return false;
    const count = theirs.ranges.length;
    const mine = new RangeDigests(count);
    await this.#each(then, entry, signal, (record) => mine.add(record));
    if (signal.aborted) return false;
    const wanted = mine.values().flatMap((value, range) => (value === theirs.ranges[range] ? [] : [range]));
    if (wanted.length === 0) {
      this.#failed.delete(scope);
      return false;
    }
    const failed = this.#failed.get(scope) ?? 0;
    const details = { scope, ranges: wanted.length, of: count, position: theirs.position };
    if (failed >= MOST_REPAIRS) {
      logger.error('What is held still differs from the log after it was read again.', details);
      return false;
    }
    logger.warn('What is held differs from the log; reading that part again.', details);
    const all = Array.from({ length: count }, (_, range) => range);
    return this.#repair(entry, { count, wanted: failed === 0 ? wanted : all }, signal);
  }

  async #repair(entry: ScopeEntry, ranges: Ranges, signal: AbortSignal): Promise<boolean> {
    const { scope } = entry;
    const { read, allConfirmed, confirmed, replace, onRepaired } = this.#options;
    const journal = this.#start();
    const fresh = await read(scope, signal, ranges);
    if (fresh.kind !== 'loaded' || signal.aborted || entry.phase !== 'live') return false;
    const inScope = [...allConfirmed()].filter((record) => this.#isShown(record, scope));
    const changes = repairedBy({ ...ranges, ...fresh }, { inScope, get: confirmed }, journal);
    if (journal.isSpoiled) return false;
    this.#failed.set(scope, (this.#failed.get(scope) ?? 0) + 1);
    replace(entry, changes);
    const { bytes } = fresh;
    onRepaired({ scope, ranges: ranges.wanted.length, of: ranges.count, records: changes.size, bytes });
    return true;
  }

  #start(): ScopeJournal {
    this.#journal = new ScopeJournal(this.#options.confirmed);
    return this.#journal;
  }

  /** The live records of a scope, in slices, so that a large store is no pause on screen. */
  async #each(
    records: readonly RecordState[],
    { scope }: ScopeEntry,
    signal: AbortSignal,
    use: (record: RecordState) => void,
  ): Promise<void> {
    for (let from = 0; from < records.length && !signal.aborted; from += SLICE) {
      if (from > 0) await this.#wait(0, signal);
      for (const record of records.slice(from, from + SLICE)) if (this.#isShown(record, scope)) use(record);
    }
  }

  #isShown(record: RecordState, scope: string): boolean {
    return record.deletedAt === null && this.#options.isIn(record, scope);
  }

  /** Waits until the scope is as far as the server's view; asks when nothing tells. */
  async #reach(entry: ScopeEntry, position: number, signal: AbortSignal): Promise<boolean> {
    const { clock, ask } = this.#options;
    for (const mayAsk of [true, false]) {
      const until = clock.now() + REACH_MS;
      while (!signal.aborted && entry.position < position && clock.now() < until) {
        await this.#wait(until - clock.now(), signal);
      }
      if (signal.aborted) return false;
      if (entry.position >= position) return entry.phase === 'live';
      if (mayAsk) ask(entry);
    }
    return false;
  }

  async #quiet(quietMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    for (let waits = 0; waits < MOST_WAITS_FOR_QUIET && !signal.aborted; waits++) {
      const rest = this.#heardAt + quietMs - clock.now();
      if (rest <= 0) return;
      await this.#wait(rest, signal, { stirs: false });
    }
  }

  /** Until something moved, or the time is up. */
  #wait(ms: number, signal: AbortSignal, { stirs = true } = {}): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#options.clock.setTimer(ms, resolve);
      const wake = () => {
        if (!stirs && !signal.aborted) {
          this.#wake.push(wake);
          return;
        }
        timer.cancel();
        resolve();
      };
      this.#wake.push(wake);
    });
  }

  #spread(ms: number): number {
    return Math.round(ms * (0.5 + this.#options.random()));
  }
}
