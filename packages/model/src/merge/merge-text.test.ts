import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergedText, mergeText, pickText, regionKind, type TextRegion } from './merge-text.ts';
import { textChanges } from './text-changes.ts';

const conflicts = (regions: readonly TextRegion[]) =>
  regions.filter((region) => regionKind(region) === 'conflict');

/** Texts that have much in common, as versions of one text do. */
const word = fc.constantFrom(
  'the',
  'ferry',
  'leaves',
  'at',
  'nine',
  'קו',
  '船',
  'e\u0301t\u00e9',
  '*',
  '.',
  '👩‍🚀',
);
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '')), { maxLength: 24 })
  .map((parts) => parts.flat().join(''));
const edited = (from: string) =>
  fc.array(fc.tuple(fc.nat(), fc.nat(6), word), { maxLength: 4 }).map((edits) =>
    edits.reduce((result, [at, cut, put]) => {
      const place = result.length === 0 ? 0 : at % result.length;
      return (result.slice(0, place) + put + result.slice(place + cut)).toWellFormed();
    }, from),
  );
const three = fc.oneof(
  text.chain((base) => fc.tuple(fc.constant(base), edited(base), edited(base))),
  fc.tuple(text, text, text),
);

test('[MERGE1] merging never invents a text: its stretches are base, theirs and mine, whole and in order', () => {
  fc.assert(
    fc.property(three, ([base, theirs, mine]) => {
      const regions = mergeText(base, theirs, mine);
      const side = (name: keyof TextRegion) => regions.map((region) => region[name]).join('');
      expect([side('base'), side('theirs'), side('mine')]).toEqual([base, theirs, mine]);
      const all = (pick: 'mine' | 'theirs') => conflicts(regions).map(() => pick);
      if (conflicts(regions).length === regions.length) {
        expect(pickText(regions, all('mine'))).toBe(mine);
        expect(pickText(regions, all('theirs'))).toBe(theirs);
      }
      const merged = mergedText(regions);
      expect(merged === undefined).toBe(conflicts(regions).length > 0);
      if (merged !== undefined) {
        const parts = regions.map((region) =>
          regionKind(region) === 'theirs' ? region.theirs : region.mine,
        );
        expect(merged).toBe(parts.join(''));
      }
    }),
    { numRuns: 500 },
  );
});

test('[MERGE1] it does not matter who is called theirs and who mine', () => {
  fc.assert(
    fc.property(three, ([base, theirs, mine]) => {
      const turned = mergeText(base, mine, theirs).map((region) => ({
        base: region.base,
        theirs: region.mine,
        mine: region.theirs,
      }));
      expect(turned).toEqual(mergeText(base, theirs, mine));
    }),
  );
});

test.each([
  [
    'changes of different lines',
    'one\ntwo\nthree\n',
    'ONE\ntwo\nthree\n',
    'one\ntwo\nTHREE\n',
    'ONE\ntwo\nTHREE\n',
  ],
  [
    'changes of different words of a line',
    'The ferry leaves at nine from the pier.',
    'The ferry leaves at ten from the pier.',
    'The old ferry leaves at nine from the pier.',
    'The old ferry leaves at ten from the pier.',
  ],
  ['the same change by both', 'a b', 'a c', 'a c', 'a c'],
  [
    'a line added by one and another removed by the other',
    '- a\n- b\n- c\n',
    '- a\n- b\n- c\n- d\n',
    '- b\n- c\n',
    '- b\n- c\n- d\n',
  ],
  [
    'words from right to left',
    'הקו יוצא בתשע מהמזח הישן',
    'הקו יוצא בעשר מהמזח הישן',
    'הקו יוצא בתשע מהמזח החדש',
    'הקו יוצא בעשר מהמזח החדש',
  ],
  [
    'characters that are words',
    '渡船九点开从码头出发',
    '渡船十点开从码头出发',
    '渡船九点开从车站出发',
    '渡船十点开从车站出发',
  ],
])('[MERGE2] what fits together is merged: %s', (_, base, theirs, mine, merged) => {
  expect(mergedText(mergeText(base, theirs, mine))).toBe(merged);
});

test('[MERGE3] where both changed the same words, both are shown and nobody guesses', () => {
  const regions = mergeText(
    'The ferry leaves at nine.\nBring a coat.\nThe bar is open.',
    'The ferry leaves at ten.\nBring a coat.\nThe bar is open late.',
    'The ferry leaves at noon.\nBring a coat.\nThe bar is open.',
  );
  expect(conflicts(regions)).toEqual([{ base: 'nine', theirs: 'ten', mine: 'noon' }]);
  expect(pickText(regions, ['theirs'])).toBe(
    'The ferry leaves at ten.\nBring a coat.\nThe bar is open late.',
  );
  expect(pickText(regions, ['both'])).toContain('at ten noon.');
  expect(mergedText(regions)).toBeUndefined();
});

test('[MERGE3] a sentence that both wrote anew is one stretch, not a mix of words', () => {
  const regions = mergeText(
    'The cat sat on the mat.',
    'A dog ran in our yard.',
    'Birds sing to the old moon.',
  );
  expect(regions).toHaveLength(1);
  expect(regions.map(regionKind)).toEqual(['conflict']);
});

test('[MERGE3] long texts with nothing in common are one stretch, soon', () => {
  const long = (mark: string) => Array.from({ length: 40_000 }, (_, index) => `${mark}${index}`).join(' ');
  expect(mergeText(long('a'), long('b'), long('c'))).toHaveLength(1);
  expect(textChanges(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});

test('[MERGE4] what differs between two texts, put together again, is the one and the other', () => {
  fc.assert(
    fc.property(three, ([before, after]) => {
      const changes = textChanges(before, after);
      const without = (gone: string) =>
        changes
          .filter(({ kind }) => kind !== gone)
          .map((change) => change.text)
          .join('');
      expect([without('added'), without('removed')]).toEqual([before, after]);
    }),
  );
});

test('[MERGE4] a word that changed is told as a word, and a sentence written anew as a sentence', () => {
  const told = (before: string, after: string) =>
    textChanges(before, after).map(({ kind, text }) => `${kind}: ${text}`);
  expect(told('The ferry leaves at nine.', 'The ferry leaves at ten.')).toEqual([
    'same: The ferry leaves at ',
    'removed: nine',
    'added: ten',
    'same: .',
  ]);
  expect(told('Buy paint, oil and rope today', 'Buy wood, nails and rope today')).toEqual([
    'same: Buy ',
    'removed: paint, oil',
    'added: wood, nails',
    'same:  and rope today',
  ]);
  expect(told('Grey times on the card', 'A long title on another screen')).toHaveLength(2);
});
