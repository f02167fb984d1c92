import { describe, expect, it } from 'vitest';
import { asDatabaseError, DatabaseUnavailable, isUnavailable } from './database-unavailable.ts';

function coded(code: string, message = 'it broke'): Error {
  return Object.assign(new Error(message), { code });
}

describe('lost infrastructure', () => {
  it.each(['ECONNREFUSED', 'ENOENT', 'EPIPE', '08006', '53300', '57P01', '57P03', '25P03'])(
    '[DB23] %s is',
    (code) => {
      expect(isUnavailable(coded(code))).toBe(true);
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('[DB23] "%s" is', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it.each(['23505', '42P01', '40001', '57014', '22P02', 'EACCES'])('[DB23] %s is not', (code) => {
    expect(isUnavailable(coded(code))).toBe(false);
    expect(asDatabaseError(coded(code))).not.toBeInstanceOf(DatabaseUnavailable);
  });

  it('[DB23] a coded error is judged by its code, whatever its sentence says', () => {
    expect(isUnavailable(coded('23514', 'Connection terminated'))).toBe(false);
  });

  it('[DB23] all addresses of a host have to fail', () => {
    const refused = coded('ECONNREFUSED');
    expect(isUnavailable(new AggregateError([refused, refused]))).toBe(true);
    expect(isUnavailable(new AggregateError([refused, coded('28P01')]))).toBe(false);
  });

  it('[DB23] is wrapped once, and keeps its cause', () => {
    const cause = coded('57P01');
    const first = asDatabaseError(cause, 'unknown');
    expect(first).toMatchObject({ code: 'UNAVAILABLE', committed: 'unknown', cause });
    expect(asDatabaseError(first)).toBe(first);
  });
});
