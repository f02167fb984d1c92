import type { Json, RecordState } from '@atrium/protocol';

/**
 * Two numbers of 32 bits that stand for everything a record holds, in whatever order its fields were set. Finds
 * differences between two stores; no defence against someone who forges records.
 */
export function hashOf(record: RecordState): { readonly low: number; readonly high: number } {
  // A record is JSON all through; its type only says so of `fields`.
  const json = record as unknown as Json;
  return { low: hash(json, 0x811c9dc5), high: hash(json, 0x9747b28c) };
}

const KINDS = { text: 0x1b873593, list: 0x2545f491, object: 0x3c6ef372, nothing: 0x5bd1e995 };

function hash(value: Json | undefined, seed: number): number {
  if (typeof value === 'string') return hashText(value, seed ^ KINDS.text);
  // JSON knows no -0.
  if (typeof value === 'number') return hashText(String(value === 0 ? 0 : value), seed);
  if (typeof value === 'boolean') return mixed(seed ^ (value ? 0x165667b1 : 0x27d4eb2f));
  if (value === null || value === undefined) return mixed(seed ^ KINDS.nothing);
  if (Array.isArray(value)) {
    let all = seed ^ KINDS.list;
    for (const item of value) all = mixed(Math.imul(all, 31) ^ hash(item, seed));
    return all >>> 0;
  }
  // A sum, so that the order of the keys does not matter.
  let all = seed ^ KINDS.object;
  for (const key in value) {
    const held = (value as { readonly [key: string]: Json | undefined })[key];
    if (held !== undefined) all = (all + mixed(hashText(key, seed) ^ Math.imul(hash(held, seed), 5))) | 0;
  }
  return mixed(all);
}

function hashText(text: string, seed: number): number {
  let all = seed;
  for (let index = 0; index < text.length; index++) all = Math.imul(all ^ text.charCodeAt(index), 0x01000193);
  return mixed(all);
}

function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
