import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRank, isRank, rankBetween, rankOfNumber } from './rank.ts';

test('[WI8] there is always a rank between two neighbours, or right after two of equal rank', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.nat(), (places, twin) => {
      const ranks: string[] = [rankBetween(null, null)];
      for (const place of places) {
        const at = place % (ranks.length + 1);
        const rank = rankBetween(ranks[at - 1] ?? null, ranks[at] ?? null);
        expect(isRank(rank)).toBe(true);
        ranks.splice(at, 0, rank);
      }
      expect([...ranks].sort()).toEqual(ranks);
      const at = twin % ranks.length;
      const equal = ranks[at] ?? '';
      const after = rankBetween(equal, equal);
      expect(isRank(after)).toBe(true);
      expect(after > equal).toBe(true);
    }),
  );
});

test('[WI8] equal ranks fall back to the id, and what has no rank comes last', () => {
  const items = [
    { id: '1', fields: {} },
    { id: '3', fields: { rank: 'a0' } },
    { id: '2', fields: { rank: 'a0' } },
    { id: '9', fields: { rank: 'Zz' } },
  ];
  expect(items.sort(compareRank).map(({ id }) => id)).toEqual(['9', '2', '3', '1']);
});

test('[WI8] ranks by number rise for ever, and foreign text is no rank', () => {
  const numbers = [1, 2, 61, 62, 63, 3905, 3906, 3907, 242_233, 242_234, 100_000_000];
  const ranks = numbers.map(rankOfNumber);
  expect(ranks.every(isRank)).toBe(true);
  expect([...ranks].sort()).toEqual(ranks);
  expect(new Set(ranks).size).toBe(numbers.length);
  for (const wrong of ['', 'a', 'a00', 'A', '!', 'a0 ', 'ä0', `a0${'V'.repeat(300)}`])
    expect(isRank(wrong)).toBe(false);
});
