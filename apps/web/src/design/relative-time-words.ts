const STEPS: [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60 * 60, 60, 'minute'],
  [24 * 60 * 60, 60 * 60, 'hour'],
  [7 * 24 * 60 * 60, 24 * 60 * 60, 'day'],
  [31 * 24 * 60 * 60, 7 * 24 * 60 * 60, 'week'],
  [365 * 24 * 60 * 60, 30.44 * 24 * 60 * 60, 'month'],
  [Number.POSITIVE_INFINITY, 365.25 * 24 * 60 * 60, 'year'],
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** "just now", "5 min. ago", "yesterday", "in 2 wk.": in milliseconds, from `now`. */
export function relativeWords(time: number, now: number): string {
  const seconds = (time - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return 'just now';
  for (const [limit, per, unit] of STEPS) {
    if (size < limit) return words.format(Math.sign(seconds) * Math.max(1, Math.round(size / per)), unit);
  }
  return '';
}

/** How long the words stay true, in milliseconds. */
export function relativeWordsLast(time: number, now: number): number {
  const size = Math.abs(time - now);
  if (size < 60 * 60_000) return 20_000;
  return 15 * 60_000;
}
