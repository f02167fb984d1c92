import type { Json, RecordState } from '@atrium/protocol';

/**
 * Two numbers of 32 bits that stand for everything a record holds, in whatever order its fields were set. Finds
 * differences between two stores; no defence against someone who forges records.
 */
export function hashOf(record: RecordState): { readonly low: number; readonly high: number } {
  // A record is JSON all through; its type only says so of `fields`.
  const low = hash(record as unknown as Json);
  return { low, high };
}

/** The second half of the newest hash: both are made in one pass, and a pair for each value would cost more. */
let high = 0;

const SEED = { low: 0x811c9dc5, high: 0x9747b28c };
const KINDS = { text: 0x1b873593, number: 0x165667b1, list: 0x2545f491, object: 0x3c6ef372 };
const SIMPLE = { true: 0x27d4eb2f, false: 0x51afd7ed, nothing: 0x5bd1e995 };

function hash(value: Json | undefined): number {
  if (typeof value === 'string') return hashText(value, KINDS.text);
  if (typeof value === 'number') return hashNumber(value);
  if (typeof value === 'boolean') return ended(SIMPLE[value ? 'true' : 'false'], SIMPLE.nothing);
  if (value === null || value === undefined) return ended(SIMPLE.nothing, SIMPLE.true);
  return Array.isArray(value) ? hashList(value) : hashObject(value as { readonly [key: string]: Json });
}

function hashList(list: readonly Json[]): number {
  let low: number = KINDS.list;
  let up: number = SEED.high;
  for (const item of list) {
    const itemLow = hash(item);
    low = mixed(Math.imul(low, 31) ^ itemLow);
    up = mixed(Math.imul(up, 37) ^ high);
  }
  return ended(low, up);
}

/** A sum, so that the order of the keys does not matter. */
function hashObject(object: { readonly [key: string]: Json | undefined }): number {
  let low: number = KINDS.object;
  let up: number = SEED.low;
  for (const key in object) {
    const value = object[key];
    if (value === undefined) continue;
    const valueLow = hash(value);
    const valueHigh = high;
    const keyLow = hashText(key, KINDS.object);
    low = (low + mixed(keyLow ^ Math.imul(valueLow, 5))) | 0;
    up = (up + mixed(high ^ Math.imul(valueHigh, 7))) | 0;
  }
  return ended(low, up);
}

function hashNumber(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 0x7fffffff) {
    // JSON knows no -0.
    return ended(KINDS.number ^ mixed(value | 0), SEED.high + Math.imul(value, 0x9e3779b1));
  }
  return hashText(String(value), KINDS.number);
}

function hashText(text: string, kind: number): number {
  let low = SEED.low ^ kind;
  let up = SEED.high ^ kind;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    up = Math.imul(up ^ code, 0x85ebca6b) ^ (up >>> 15);
  }
  return ended(low, up);
}

function ended(low: number, up: number): number {
  high = mixed(up);
  return mixed(low);
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
