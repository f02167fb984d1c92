import { expect, test } from 'vitest';
import { writingWords } from './writing-words.ts';

test('names one or two, counts more, and says nothing of nobody', () => {
  const [ada, ben, chiara] = ['Ada Lindqvist', 'Ben', 'Chiara Rossi'].map((name) => ({ name })) as [
    { name: string },
    { name: string },
    { name: string },
  ];
  expect(writingWords([])).toBe('');
  expect(writingWords([ada])).toBe('Ada is writing…');
  expect(writingWords([ada, ben])).toBe('Ada and Ben are writing…');
  expect(writingWords([ada, ben, chiara])).toBe('3 people are writing…');
});
