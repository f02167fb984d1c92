import { expect, test } from 'vitest';
import { originWords } from './origin-words.ts';

test('an imported identity is said with its source', () => {
  expect(originWords('github:login:ada')).toBe('GitHub, ada');
  expect(originWords('sheet:ada')).toBe('sheet, ada');
  expect(originWords(undefined)).toBe('From an import');
});
