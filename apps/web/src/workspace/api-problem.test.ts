import { expect, test } from 'vitest';
import { isSignedOut, problemOf } from './api-problem.ts';

test('what the server says is passed on', () => {
  const error = Object.assign(new Error('Sign in first.'), { code: 'UNAUTHENTICATED' });
  expect(problemOf(error)).toEqual({ sentence: 'Sign in first.', code: 'UNAUTHENTICATED' });
  expect(isSignedOut(error)).toBe(true);
});

test('a broken network is not a sign-out', () => {
  const error = new TypeError('Failed to fetch');
  expect(problemOf(error).sentence).toMatch(/cannot be reached/);
  expect(isSignedOut(error)).toBe(false);
});
