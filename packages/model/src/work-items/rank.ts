import { generateKeyBetween } from 'fractional-indexing';

const MAX_LENGTH = 200;

interface Ranked {
  readonly id: string;
  readonly fields: { readonly rank?: unknown };
}

/** By rank, then by id: two people may insert at the same place. Unranked ones come last. */
export function compareRank(a: Ranked, b: Ranked): number {
  return compare(rankText(a), rankText(b)) || compare(a.id, b.id);
}

/**
 * A rank between two neighbours; null is the open end. Neighbours of equal rank leave no room between, so
 * the new rank comes right after both.
 */
export function rankBetween(before: string | null, after: string | null): string {
  if (before !== null && before === after) return `${before}V`;
  return generateKeyBetween(before, after);
}

/** The nth of an endless row of ranks, from 1: where new work goes when nobody chose a place. */
export function rankOfNumber(number: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = number;
  let length = 1;
  while (rest >= 62 ** length) {
    rest -= 62 ** length;
    length += 1;
  }
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = (digits[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return String.fromCharCode('a'.charCodeAt(0) + length - 1) + text;
}

export function isRank(value: string): boolean {
  if (value.length > MAX_LENGTH || !/^[0-9A-Za-z]+$/.test(value)) return false;
  try {
    generateKeyBetween(value, null);
    return true;
  } catch {
    return false;
  }
}

function rankText({ fields }: Ranked): string {
  return typeof fields.rank === 'string' ? fields.rank : '~';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
