import { expect, test } from 'vitest';
import { findReferences } from './references.ts';

const found = (text: string) => findReferences(text, 'acme/boats').sort((a, b) => a - b);

test('[EX1] #12, owner/repo#12 and links to the repository are references', () => {
  expect(found('See #1, (#2) and acme/boats#3.')).toEqual([1, 2, 3]);
  expect(found('https://github.com/acme/boats/issues/4 https://github.com/Acme/Boats/pull/5')).toEqual([
    4, 5,
  ]);
});

test('[EX1] other repositories, words, entities and code are none', () => {
  expect(found('other/boats#1 a#2 &#39; ##3 http://x/#4')).toEqual([]);
  expect(found('`#1`\n```\n#2\n```\n~~~ts\n#3\n~~~\n#4')).toEqual([4]);
  expect(found('```\n#1 in a fence that never ends')).toEqual([]);
});

test('[EX1] a number counts once, and hostile texts end quickly', () => {
  expect(found('#7 #7 acme/boats#7')).toEqual([7]);
  expect(found('`'.repeat(100_000))).toEqual([]);
  expect(found('```\n'.repeat(20_000))).toEqual([]);
  expect(found(`#${'9'.repeat(5000)}`)).toEqual([]);
});
