import type { Random } from '../ports.ts';

export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const RECONNECT_BACK_OFF: BackOff = { firstMs: 250, longestMs: 20_000 };
export const RETRY_BACK_OFF: BackOff = { firstMs: 500, longestMs: 30_000 };

/** Doubles with every attempt (from 0) up to the longest; half of it is jitter, so that a crowd spreads out. */
export function backOffMs(attempt: number, { firstMs, longestMs }: BackOff, random: Random): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(whole / 2 + (whole / 2) * random());
}
