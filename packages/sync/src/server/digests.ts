import { isRangeCount, parseScope, refuse, WORKSPACE_SCOPE } from '@atrium/model';
import type { Refusal, TenantId } from '@atrium/protocol';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '../shared/clock.ts';
import type { ScopeDigests } from '../shared/digest-ranges.ts';
import { notFound, readerOf } from './bootstrap.ts';
import type { Counters } from './counters.ts';
import type { SyncLimits } from './limits.ts';
import { type ScopeSums, sumScope } from './scope-sums.ts';
import type { SyncEngine } from './sync-engine.ts';

export interface DigestRequest {
  readonly tenantId: TenantId;
  readonly personId: string;
  readonly scope: string;
  /** How many ranges of ids: a power of two, at most 256. */
  readonly ranges: number;
}

interface DigestDeps {
  readonly engine: SyncEngine;
  readonly clock: Clock;
  readonly limits: Pick<SyncLimits, 'digests'>;
  readonly counters: Pick<Counters, 'digests' | 'digestRuns'>;
}

/** One scope's newest sums, and what is on the way. */
interface Entry {
  sums: ScopeSums | undefined;
  /** Has not looked at the records yet: what it finds is at least as new as anyone who waits for it. */
  next: Promise<ScopeSums> | undefined;
  running: Promise<ScopeSums> | undefined;
  /** When the last run ended, and how long it took. */
  endedAt: number;
  tookMs: number;
}

function newEntry(): Entry {
  return { sums: undefined, next: undefined, running: undefined, endedAt: 0, tookMs: 0 };
}

/** Rights that keep changing between the view and the look at them. */
const MOST_TRIES = 3;

/**
 * Digests of scopes, for clients that compare what they hold. Reading a scope costs as much as a bootstrap, so
 * that it is done by one at a time for everyone who waits, and rests nine times as long as it took.
 */
export class Digests {
  readonly #deps: DigestDeps;
  readonly #rate: RateLimiterMemory;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #line: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(deps: DigestDeps) {
    this.#deps = deps;
    const { points, seconds } = deps.limits.digests.rate;
    this.#rate = new RateLimiterMemory({ keyPrefix: 'digests', points, duration: seconds });
  }

  /** As of one position, with the rights of a bootstrap. */
  async read(request: DigestRequest): Promise<ScopeDigests | Refusal> {
    const { engine, counters } = this.#deps;
    const { tenantId, personId, ranges } = request;
    const scope = parseScope(request.scope);
    if (!scope) return notFound();
    if (!isRangeCount(ranges)) return refuse('INVALID_INPUT', 'Ranges are a power of two, at most 256.');
    if (await this.#isOverRate(`${tenantId}:${personId}`)) {
      return refuse('RATE_LIMITED', 'Digests were asked for too often. Try again later.');
    }
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      // Before anything is read for someone who may not see it.
      if ('code' in (await readerOf(engine, request, scope))) break;
      const sums = await this.#sumsOf(tenantId, request.scope);
      if (!sums) return refuse('UNAVAILABLE', 'Too many digests are under way. Try again later.');
      const member = await readerOf(engine, request, scope);
      if ('code' in member) return member;
      // What a workspace shows depends on the role; with the role of another moment, it is no one's digest.
      if (request.scope === WORKSPACE_SCOPE && sums.roles.get(personId) !== member.role) continue;
      counters.digests++;
      return sums.digestsFor(member, ranges);
    }
    const member = await readerOf(engine, request, scope);
    return 'code' in member ? member : refuse('UNAVAILABLE', 'Rights are changing. Try again later.');
  }

  /** Of the head at the earliest; undefined when too many wait already. */
  async #sumsOf(tenantId: TenantId, scope: string): Promise<ScopeSums | undefined> {
    const key = `${tenantId}:${scope}`;
    const entry = this.#entry(key);
    if (entry.sums && entry.sums.position === (await this.#deps.engine.head(tenantId))) return entry.sums;
    if (!entry.next && this.#waiting >= this.#deps.limits.digests.waiting) return undefined;
    if (!entry.next) {
      const run = this.#run(entry, tenantId, scope);
      entry.next = run;
      const leave = () => {
        if (entry.next === run) entry.next = undefined;
      };
      run.then(leave, leave);
    }
    return entry.next;
  }

  async #run(entry: Entry, tenantId: TenantId, scope: string): Promise<ScopeSums> {
    const { clock, engine, counters } = this.#deps;
    this.#waiting++;
    try {
      await entry.running?.catch(() => undefined);
      // Whoever came while it was read is served by it, unless something was written meanwhile.
      if (entry.sums?.position === (await engine.head(tenantId))) return entry.sums;
      await this.#rest(entry);
      return await this.#inLine(async () => {
        const startedAt = clock.now();
        entry.running = entry.next;
        // Too late to join from here on.
        entry.next = undefined;
        entry.sums = await sumScope(engine, tenantId, scope);
        entry.endedAt = clock.now();
        entry.tookMs = entry.endedAt - startedAt;
        counters.digestRuns++;
        return entry.sums;
      });
    } finally {
      this.#waiting--;
    }
  }

  /** One at a time, whatever the scope. */
  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }

  /** At most a tenth of the time goes into one scope, and nobody waits for long. */
  async #rest({ endedAt, tookMs }: Entry): Promise<void> {
    const { clock, limits } = this.#deps;
    const rest = Math.min(tookMs * 9, limits.digests.longestRestMs) - (clock.now() - endedAt);
    if (rest > 0) await new Promise<void>((resolve) => clock.setTimer(rest, resolve));
  }

  #entry(key: string): Entry {
    const entry = this.#entries.get(key) ?? newEntry();
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    for (const [oldest, { next }] of this.#entries) {
      if (this.#entries.size <= this.#deps.limits.digests.kept) break;
      if (!next) this.#entries.delete(oldest);
    }
    return entry;
  }

  async #isOverRate(key: string): Promise<boolean> {
    try {
      await this.#rate.consume(key);
      return false;
    } catch {
      return true;
    }
  }
}
