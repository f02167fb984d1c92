/** What a server has done since it started; `stats()` adds what is open now. */
export interface Counters {
  connections: number;
  framesIn: number;
  framesOut: number;
  bytesIn: number;
  bytesOut: number;
  commands: number;
  refused: number;
  badFrames: number;
  rateLimited: number;
  resynchronised: number;
  /** Digests of scopes that were given out, and how often a scope was read for them. */
  digests: number;
  digestRuns: number;
  /** Ranges of scopes that a client read again: each is one that had gone wrong there. */
  rangesRepaired: number;
  closed: Record<string, number>;
}

export function newCounters(): Counters {
  return {
    connections: 0,
    framesIn: 0,
    framesOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    commands: 0,
    refused: 0,
    badFrames: 0,
    rateLimited: 0,
    resynchronised: 0,
    digests: 0,
    digestRuns: 0,
    rangesRepaired: 0,
    closed: {},
  };
}
