import { expect, test } from 'vitest';
import { completeMention, matchPeople, mentionAt, mentionedIn } from './mentions.ts';

const people = [
  { id: '1', name: 'Ada Lovelace', handle: 'ada' },
  { id: '2', name: 'Zoë Ben-Adam', handle: 'zoe' },
  { id: '3', name: 'Ben Carter', handle: 'ben.c' },
  { id: '4', name: 'Imported Ada', handle: undefined },
];

test('finds the mention at the caret', () => {
  expect(mentionAt('Hi @ad', 6)).toEqual({ from: 3, query: 'ad' });
  expect(mentionAt('@', 1)).toEqual({ from: 0, query: '' });
  expect(mentionAt('(@ben.c', 7)).toEqual({ from: 1, query: 'ben.c' });
});

test('addresses, finished words and other lines are no mentions', () => {
  expect(mentionAt('ada@example', 11)).toBeUndefined();
  expect(mentionAt('@ada went', 9)).toBeUndefined();
  expect(mentionAt('@ada\n', 5)).toBeUndefined();
});

test('completes in place and leaves one space', () => {
  const at = { from: 3, query: 'ad' };
  expect(completeMention('Hi @ad', 6, at, 'ada')).toEqual({ text: 'Hi @ada ', caret: 8 });
  expect(completeMention('Hi @ad there', 6, at, 'ada')).toEqual({ text: 'Hi @ada there', caret: 8 });
});

test('offers who begins with it before who contains it, without marks, and only who has a handle', () => {
  expect(matchPeople(people, 'ad').map(({ id }) => id)).toEqual(['1', '2']);
  expect(matchPeople(people, 'zoe').map(({ id }) => id)).toEqual(['2']);
  expect(matchPeople(people, '').map(({ id }) => id)).toEqual(['1', '2', '3']);
});

test('says who is mentioned, outside code', () => {
  expect(mentionedIn('@Ada and `@zoe`, see\n```\n@ben.c\n```', people)).toEqual(['1']);
  expect(mentionedIn('@ben.c, thanks', people)).toEqual(['3']);
});
