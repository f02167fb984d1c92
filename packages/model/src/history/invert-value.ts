import type { Json, JsonObject } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { Field } from '../records/field.ts';
import { isSetValued } from '../records/field.ts';

type Value = Json | undefined;

export interface Written {
  readonly old: Value;
  readonly wrote: Value;
  readonly current: Value;
}

/** The value a field should have once what was written is taken back; undefined when later changes forbid. */
export function invertValue(field: Field | undefined, written: Written): { value: Value } | undefined {
  const { old, wrote, current } = written;
  if (jsonEqual(current, wrote)) return { value: old };
  if (field?.derived) return { value: derived(written) };
  if (field && isSetValued(field)) return { value: set(written) };
  if (field?.keyed) return keyed(written);
  return jsonEqual(current, old) ? { value: current } : undefined;
}

/** Counts lose what was added; anything else follows the fields it is derived from. */
function derived({ old, wrote, current }: Written): Value {
  if (typeof wrote !== 'number' && typeof old !== 'number') return current;
  const number = (value: Value) => (typeof value === 'number' ? value : 0);
  return Math.max(0, number(current) - number(wrote) + number(old));
}

function set({ old, wrote, current }: Written): Value {
  const [before, after, now] = [list(old), list(wrote), list(current)];
  const holds = (values: Json[], entry: Json) => values.some((value) => jsonEqual(value, entry));
  const added = after.filter((entry) => !holds(before, entry));
  const removed = before.filter((entry) => !holds(after, entry));
  const kept = now.filter((entry) => !holds(added, entry));
  const result = [...kept, ...removed.filter((entry) => !holds(kept, entry))];
  return result.length > 0 ? result : undefined;
}

function keyed({ old, wrote, current }: Written): { value: Value } | undefined {
  const [before, after] = [object(old), object(wrote)];
  const result: JsonObject = { ...object(current) };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const entry = { old: before[key], wrote: after[key], current: result[key] };
    if (jsonEqual(entry.old, entry.wrote)) continue;
    const inverted = invertEntry(entry);
    if (!inverted) return undefined;
    if (inverted.value === undefined) delete result[key];
    else result[key] = inverted.value;
  }
  return { value: old === undefined && Object.keys(result).length === 0 ? undefined : result };
}

function invertEntry(entry: Written): { value: Value } | undefined {
  if (jsonEqual(entry.current, entry.wrote)) return { value: entry.old };
  if (Array.isArray(entry.old ?? entry.wrote)) return { value: set(entry) };
  return jsonEqual(entry.current, entry.old) ? { value: entry.current } : undefined;
}

function list(value: Value): Json[] {
  return Array.isArray(value) ? value : [];
}

function object(value: Value): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
