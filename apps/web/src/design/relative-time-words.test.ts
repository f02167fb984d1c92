import { describe, expect, it } from 'vitest';
import { relativeWords } from './relative-time-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a time in words', () => {
  it.each([
    [-10_000, 'just now'],
    [-50_000, '1 min. ago'],
    [-5 * MINUTE, '5 min. ago'],
    [-3 * HOUR, '3 hr. ago'],
    [-DAY, 'yesterday'],
    [DAY, 'tomorrow'],
    [-3 * DAY, '3 days ago'],
    [-15 * DAY, '2 wk. ago'],
    [-400 * DAY, 'last yr.'],
  ])('%d ms away is %j', (offset, expected) => {
    expect(relativeWords(offset, 0)).toBe(expected);
  });
});
