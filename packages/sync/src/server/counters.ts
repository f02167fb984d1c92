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
    closed: {},
  };
}
