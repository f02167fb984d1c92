import { expect, test } from 'vitest';
import { keyProblem, suggestKey } from './project-key.ts';

const free = () => false;

test('keys come from initials, or from the start of a single word', () => {
  expect(suggestKey('Harbour office', free)).toBe('HO');
  expect(suggestKey('Website', free)).toBe('WEB');
  expect(suggestKey('Été à la plage', free)).toBe('EALP');
  expect(suggestKey('2026 plan', free)).toBe('PX');
  expect(suggestKey('X', free)).toBe('XX');
  expect(suggestKey('日本', free)).toBe('');
});

test('a taken key gets a number', () => {
  const taken = new Set(['WEB', 'WEB2']);
  expect(suggestKey('Website', (key) => taken.has(key))).toBe('WEB3');
});

test('every suggestion passes the check', () => {
  for (const name of ['a', 'A b', 'Release 2.0', 'Ferries & piers of the north west coast today']) {
    expect(keyProblem(suggestKey(name, free), free)).toBeUndefined();
  }
  expect(keyProblem('1A', free)).toMatch(/starting with a letter/);
  expect(keyProblem('WEB', () => true)).toMatch(/Another project/);
});
