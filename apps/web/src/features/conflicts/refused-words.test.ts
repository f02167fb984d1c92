import { expect, test } from 'vitest';
import { refusedWords } from './refused-words.ts';

test('one sentence says why, how many, and that nothing is lost', () => {
  const conflict = { code: 'CONFLICT', message: 'Someone else changed Title at the same time.' } as const;
  const denied = { code: 'FORBIDDEN', message: 'Your role does not allow this.' } as const;
  expect(refusedWords([conflict])).toBe('A change of yours met a change of others. It is kept.');
  expect(refusedWords([denied])).toBe('Your role does not allow this. Your change is kept.');
  expect(refusedWords([conflict, conflict])).toBe('2 changes of yours met changes of others. They are kept.');
  expect(refusedWords([conflict, denied])).toBe('2 changes of yours could not be saved. They are kept.');
});
