/**
 * The store cannot be reached or cannot work right now. Not an SQL error: the same call may succeed later.
 * `committed` is 'unknown' when the connection was lost while committing: only the store can tell then.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly code = 'UNAVAILABLE';
  readonly committed: 'no' | 'unknown';

  constructor(cause: unknown, committed: 'no' | 'unknown' = 'no') {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The database cannot be reached: ${why}`, { cause });
    this.committed = committed;
  }
}

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// SQLSTATE: 08 connection, 53 out of resources, 57P0x shutting or starting up, 58 the system below PostgreSQL,
// 25P03 a transaction that we left idle for too long, whose connection is gone; AT001 a tenant that lives elsewhere.
const SQL_STATES = /^(08...|53...|57P0[1-5]|58030|25P03|AT001)$/;

// The driver gives these no code of their own.
const DRIVER_SENTENCES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Cannot use a pool after calling end',
];

export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (SOCKET_CODES.has(code) || SQL_STATES.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.every(isUnavailable);
  return code === '' && DRIVER_SENTENCES.some((sentence) => error.message.startsWith(sentence));
}

/** What to throw instead of a driver's error: lost infrastructure by type, anything else as it came. */
export function asDatabaseError(error: unknown, committed: 'no' | 'unknown' = 'no'): unknown {
  if (error instanceof DatabaseUnavailable) return error;
  return isUnavailable(error) ? new DatabaseUnavailable(error, committed) : error;
}
