import { hash, randomBytes } from 'node:crypto';
import type { RecordType } from '@atrium/model';
import type { Json, JsonObject, Patch } from '@atrium/protocol';
import { canonicalJson } from './canonical-json.ts';

interface Salted {
  readonly value: Json;
  readonly salt: string;
}

/** Values of people that an event wrote or replaced, kept beside the hashed patch so that they can be erased. */
export interface PersonalValues {
  readonly set?: { readonly [field: string]: Salted };
  readonly old?: { readonly [field: string]: Salted };
}

const PLACEHOLDER = '$personal';

/** Takes personal values out of a patch and leaves salted digests; undefined when there are none. */
export function splitPersonal(
  patch: Patch,
  type: RecordType | undefined,
): { readonly patch: Patch; readonly personal: PersonalValues } | undefined {
  const names = personalFields(type);
  if (names.size === 0) return undefined;
  const set = splitPart(patch.set, names);
  const old = splitPart(patch.old, names);
  if (!set && !old) return undefined;
  return {
    patch: { set: set?.hashed ?? patch.set, unset: patch.unset, old: old?.hashed ?? patch.old },
    personal: { ...(set && { set: set.values }), ...(old && { old: old.values }) },
  };
}

/** The patch as it was written. An erased value reads as unset. */
export function restorePersonal(patch: Patch, personal: PersonalValues | null): Patch {
  if (!hasPlaceholder(patch.set) && !hasPlaceholder(patch.old)) return patch;
  const erased: string[] = [];
  const set = restorePart(patch.set, personal?.set, erased);
  const old = restorePart(patch.old, personal?.old, []);
  return { set, unset: erased.length > 0 ? [...patch.unset, ...erased] : patch.unset, old };
}

/** False when a personal value that is still there is not the one that was hashed. */
export function personalIntact(patch: Patch, personal: PersonalValues | null): boolean {
  return partIntact(patch.set, personal?.set) && partIntact(patch.old, personal?.old);
}

const fieldsOfType = new WeakMap<RecordType, ReadonlySet<string>>();

function personalFields(type: RecordType | undefined): ReadonlySet<string> {
  if (!type) return new Set();
  const known = fieldsOfType.get(type);
  if (known) return known;
  const names = new Set(Object.keys(type.fields).filter((name) => type.fields[name]?.personal));
  fieldsOfType.set(type, names);
  return names;
}

function splitPart(part: JsonObject, names: ReadonlySet<string>) {
  let values: { [field: string]: Salted } | undefined;
  let hashed: JsonObject = part;
  for (const [field, value] of Object.entries(part)) {
    if (!names.has(field)) continue;
    if (!values) {
      values = {};
      hashed = { ...part };
    }
    const salted = { value, salt: randomBytes(16).toString('hex') };
    values[field] = salted;
    hashed[field] = { [PLACEHOLDER]: digestOf(salted) };
  }
  return values && { hashed, values };
}

function digestOf({ salt, value }: Salted): string {
  return hash('sha256', salt + canonicalJson(value));
}

/** True for what stands in a hashed patch in the place of a personal value. */
export function isPersonalPlaceholder(value: Json | undefined): boolean {
  return placeholderDigest(value) !== undefined;
}

function placeholderDigest(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const digest = value[PLACEHOLDER];
  return typeof digest === 'string' ? digest : undefined;
}

function hasPlaceholder(part: JsonObject): boolean {
  for (const field in part) if (placeholderDigest(part[field]) !== undefined) return true;
  return false;
}

function restorePart(part: JsonObject, values: PersonalValues['set'], erased: string[]): JsonObject {
  const restored: JsonObject = {};
  for (const [field, value] of Object.entries(part)) {
    const salted = values?.[field];
    if (placeholderDigest(value) === undefined) restored[field] = value;
    else if (salted) restored[field] = salted.value;
    else erased.push(field);
  }
  return restored;
}

function partIntact(part: JsonObject, values: PersonalValues['set']): boolean {
  return Object.entries(values ?? {}).every(
    ([field, salted]) => placeholderDigest(part[field]) === digestOf(salted),
  );
}
