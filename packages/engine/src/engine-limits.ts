export interface EngineLimits {
  /** Commands in one transaction. */
  readonly batchCommands: number;
  /** Bytes of input in one transaction, beyond the first command. */
  readonly batchBytes: number;
  /** Commands waiting per tenant; more are refused. */
  readonly queuedCommands: number;
  /** Records kept in memory per tenant. */
  readonly cachedRecords: number;
  /** How long a command waits for a lost database before its sender hears of it. */
  readonly unavailableMs: number;
  /** A tenant's writer that had nothing to do this long forgets its cache. */
  readonly idleMs: number;
  /** Newest events kept in memory per followed tenant. */
  readonly recentEvents: number;
  /** Scopes read at a time; each keeps a connection of the database's pool. */
  readonly openScopes: number;
  /** How often the heads of followed tenants are read, to see what other processes appended. */
  readonly headPollMs: number;
  /** How often a consumer looks for work that no hint told it of. */
  readonly consumerPollMs: number;
}

export const DEFAULT_LIMITS: EngineLimits = {
  batchCommands: 512,
  batchBytes: 8_388_608,
  queuedCommands: 20_000,
  cachedRecords: 10_000,
  unavailableMs: 10_000,
  idleMs: 60_000,
  recentEvents: 4_096,
  openScopes: 6,
  headPollMs: 200,
  consumerPollMs: 5_000,
};
