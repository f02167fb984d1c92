import pg from 'pg';

const INT8 = 20;
const DATE = 1082;
const TIMESTAMP_TZ = 1184;

/**
 * How our connections read values: int8 as a number (throws past 2^53), timestamptz as an ISO instant in UTC with
 * milliseconds, date as `YYYY-MM-DD`. Everything else as node-postgres does it: jsonb parsed, bytea a Buffer.
 */
export const TYPE_PARSERS: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === INT8) return parseInt8;
      if (oid === TIMESTAMP_TZ) return parseInstant;
      if (oid === DATE) return asIs;
    }
    return pg.types.getTypeParser(oid, format ?? 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The integer ${text} does not fit a number.`);
  return value;
}

// Our sessions run in UTC, so PostgreSQL sends `2026-01-31 12:00:00[.123456]+00`; cutting is much faster than Date.
export function parseInstant(text: string): string {
  if (text.endsWith('+00') && text.length <= 29) {
    const fraction = text.slice(20, -3).padEnd(3, '0').slice(0, 3);
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
  }
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
}

function asIs(text: string): string {
  return text;
}
