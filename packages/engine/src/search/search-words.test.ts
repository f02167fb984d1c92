import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readQuestion } from './search-question.ts';
import { searchWords } from './search-words.ts';
import { snippetOf } from './snippet.ts';

describe('search words', () => {
  test('[SEARCH1] are letters and digits without case and accents', () => {
    expect(searchWords('Café-Crème (v2.1), ÅNGSTRÖM ﬁne')).toEqual([
      'cafe',
      'creme',
      'v2',
      '1',
      'angstrom',
      'fine',
    ]);
    expect(searchWords('😀 -- !')).toEqual([]);
  });

  test('[SEARCH7] hold nothing that PostgreSQL refuses, and no endless word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of searchWords(text)) expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
      }),
    );
    const [long = ''] = searchWords('𐐀'.repeat(1000));
    expect(long.length).toBeLessThanOrEqual(200);
    expect(long.isWellFormed()).toBe(true);
  });
});

describe('a question', () => {
  test.each([
    ['crash on start', { web: 'crash on start', head: 'crash on', last: 'start' }],
    ['crash', { web: 'crash', head: '', last: 'crash' }],
    ['"on start"', { web: '"on start"', head: '"on start"', last: '' }],
    ['crash "on start"', { web: 'crash "on start"', last: '' }],
    ['crash -win', { web: 'crash -"win"', last: '' }],
    ['a-b c', { web: 'a b c', head: 'a b', last: 'c' }],
    ['!!!', { web: '', last: '' }],
    ['"open', { web: 'open', last: 'open' }],
  ])('[SEARCH1] %s', (text, expected) => {
    expect(readQuestion(text)).toMatchObject(expected);
  });

  test('[SEARCH1] what is not wanted is not marked', () => {
    expect(readQuestion('crash -windows').words).toEqual(['crash']);
  });
});

describe('a snippet', () => {
  test('[SEARCH1] shows the text around the first match, with its places', () => {
    const text = `${'filler '.repeat(40)}the Café\ncrashed ${'filler '.repeat(40)}`;
    const { text: piece, marks } = snippetOf(text, ['cafe', 'crash']);
    expect(piece.startsWith('… ')).toBe(true);
    expect(piece.endsWith(' …')).toBe(true);
    expect(marks.map(([from, to]) => piece.slice(from, to))).toEqual(['Café', 'crashed']);
  });

  test('[SEARCH7] of any text is well-formed, and its marks lie inside', () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', minLength: 150 }));
    fc.assert(
      fc.property(anyText, fc.array(fc.string({ minLength: 1, maxLength: 2 })), (text, words) => {
        const snippet = snippetOf(text, words.flatMap(searchWords));
        expect(snippet.text.isWellFormed()).toBe(true);
        for (const [from, to] of snippet.marks) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(snippet.text.length);
        }
      }),
    );
  });
});
