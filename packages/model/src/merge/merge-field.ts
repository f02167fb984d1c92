import type { Json, JsonObject } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { Field } from '../records/field.ts';
import { isSetValued } from '../records/field.ts';
import { mergedText, mergeText, type TextRegion } from './merge-text.ts';

type Value = Json | undefined;

/** One value as the sender knew it, as it is now, and as the sender wants it. Absent means not set. */
export interface Sides {
  readonly base?: Value;
  readonly theirs?: Value;
  readonly mine?: Value;
}

/**
 * What became of three values of a field:
 * - `merged`: they fit together; `value` is a suggestion that a person confirms
 * - `open`: a person has to choose; of a text, `regions` show where
 */
export type FieldMerge =
  | { readonly kind: 'merged'; readonly value: Value }
  | { readonly kind: 'open'; readonly regions?: readonly TextRegion[] };

const OPEN: FieldMerge = { kind: 'open' };

/** Merges what two people made of one value. Every part of the result is base's, theirs or mine. */
export function mergeField(field: Field | undefined, { base, theirs, mine }: Sides): FieldMerge {
  if (same(theirs, mine) || same(base, theirs)) return { kind: 'merged', value: mine };
  if (same(base, mine)) return { kind: 'merged', value: theirs };
  if (!field) return OPEN;
  // An order by hand has no halves: the last one stands.
  if (field.kind === 'rank') return { kind: 'merged', value: mine };
  if (isSetValued(field)) return { kind: 'merged', value: mergeSets(base, theirs, mine) };
  if (field.keyed) return mergeKeyed({ base, theirs, mine });
  return isProse(field, base, theirs, mine) ? mergeProse(field, { base, theirs, mine }) : OPEN;
}

/** A text of words: an address or a code is one thing, and is not taken apart. */
function isProse({ kind }: Field, ...values: Value[]): boolean {
  if (values.some((value) => value !== undefined && typeof value !== 'string')) return false;
  return kind === 'longText' || (kind === 'text' && values.every((value) => /\s/.test(String(value ?? ''))));
}

function mergeProse({ maxLength }: Field, { base, theirs, mine }: Sides): FieldMerge {
  const regions = mergeText(textOf(base), textOf(theirs), textOf(mine));
  const text = mergedText(regions);
  if (text === undefined || text.length > (maxLength ?? Number.POSITIVE_INFINITY)) {
    return { kind: 'open', regions };
  }
  return { kind: 'merged', value: text === '' ? undefined : text };
}

/** Theirs, with what I added and without what I took out. */
function mergeSets(base: Value, theirs: Value, mine: Value): Value {
  const [before, held, wanted] = [listOf(base), listOf(theirs), listOf(mine)];
  const has = (list: readonly Json[], entry: Json) => list.some((other) => jsonEqual(other, entry));
  const kept = held.filter((entry) => has(wanted, entry) || !has(before, entry));
  const added = wanted.filter((entry) => !has(before, entry) && !has(held, entry));
  const merged = [...kept, ...added];
  return merged.length > 0 ? merged : undefined;
}

/** Entry by entry; open when both changed the same entry. */
function mergeKeyed({ base, theirs, mine }: Sides): FieldMerge {
  const [before, held, wanted] = [objectOf(base), objectOf(theirs), objectOf(mine)];
  const merged: { [key: string]: Json } = {};
  for (const key of new Set([...Object.keys(held), ...Object.keys(wanted)])) {
    const result = mergeField(undefined, { base: before[key], theirs: held[key], mine: wanted[key] });
    if (result.kind === 'open') return OPEN;
    if (result.value !== undefined) merged[key] = result.value;
  }
  return { kind: 'merged', value: Object.keys(merged).length > 0 ? merged : undefined };
}

function same(a: Value, b: Value): boolean {
  return a === undefined || b === undefined ? a === b : jsonEqual(a, b);
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: Value): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: Value): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
