/** A rate: `points` in any window of `seconds`. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

export interface SyncLimits {
  readonly frameBytes: number;
  readonly helloMs: number;
  readonly heartbeatMs: number;
  /** Silence after which the peer counts as dead. */
  readonly silenceMs: number;
  /** How long a command may stay undecided before the client is told that it arrived. */
  readonly receivedAfterMs: number;
  readonly commandsInFlight: number;
  readonly commandBytesInFlight: number;
  readonly subscriptions: number;
  readonly connectionsPerUser: number;
  /** How far back a subscription can be resumed without a reset, in events and in encoded bytes. */
  readonly resumeEvents: number;
  readonly resumeBytes: number;
  readonly batchEvents: number;
  readonly batchBytes: number;
  /** Events that may pass unseen before a connection is told the position, so that it can resume later. */
  readonly watermarkEvents: number;
  /** Unsent bytes at which deltas stop, and at which the connection ends. */
  readonly bufferedBytes: number;
  readonly mostBufferedBytes: number;
  readonly drainPollMs: number;
  readonly slowReaderMs: number;
  readonly presenceBytes: number;
  /** Scopes in which one connection may be present. */
  readonly presenceScopes: number;
  /** Connections shown in one scope. */
  readonly presenceEntries: number;
  /** What another node may tell of one tenant. */
  readonly presenceNodeEntries: number;
  /** Of one tenant, to all its connections here; beyond it presence comes less often. */
  readonly presenceBytesPerSecond: number;
  readonly presenceTickMs: number;
  readonly sweepMs: number;
  readonly idleTenantMs: number;
  readonly syncBatch: number;
  readonly digests: {
    /** Of one person in one workspace. */
    readonly rate: Rate;
    /** Scopes in line to be read. */
    readonly waiting: number;
    /** Scopes whose newest digests are kept. */
    readonly kept: number;
    readonly longestRestMs: number;
  };
  readonly rates: {
    readonly connection: Rate;
    readonly user: Rate;
    readonly ip: Rate;
    readonly tenant: Rate;
  };
}

export const DEFAULT_LIMITS: SyncLimits = {
  frameBytes: 1_179_648,
  helloMs: 10_000,
  heartbeatMs: 15_000,
  silenceMs: 40_000,
  receivedAfterMs: 50,
  commandsInFlight: 256,
  commandBytesInFlight: 8_388_608,
  subscriptions: 200,
  connectionsPerUser: 100,
  resumeEvents: 5_000,
  resumeBytes: 4_194_304,
  batchEvents: 500,
  batchBytes: 262_144,
  watermarkEvents: 1_000,
  bufferedBytes: 1_048_576,
  mostBufferedBytes: 12_582_912,
  drainPollMs: 50,
  slowReaderMs: 30_000,
  presenceBytes: 2_048,
  presenceScopes: 20,
  presenceEntries: 300,
  presenceNodeEntries: 20_000,
  presenceBytesPerSecond: 8_388_608,
  presenceTickMs: 50,
  sweepMs: 400,
  idleTenantMs: 30_000,
  syncBatch: 200,
  digests: { rate: { points: 120, seconds: 60 }, waiting: 100, kept: 200, longestRestMs: 5_000 },
  rates: {
    connection: { points: 1_200, seconds: 4 },
    user: { points: 3_000, seconds: 4 },
    ip: { points: 12_000, seconds: 4 },
    tenant: { points: 60_000, seconds: 4 },
  },
};
