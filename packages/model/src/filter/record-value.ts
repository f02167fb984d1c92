import type { Json, RecordId, RecordState } from '@atrium/protocol';
import type { ValueSource } from './bound-filter.ts';

export type ReadRecord = (id: RecordId) => RecordState | undefined;

/** A value to compare, or undefined where the record has none of that kind: then it counts as not set. */
export type Comparable = string | number | boolean | readonly string[] | undefined;

export function comparableOf(source: ValueSource, record: RecordState, read: ReadRecord): Comparable {
  if (source.from === 'record') return builtInValue(source.name, record, read);
  const stored = Object.hasOwn(record.fields, source.name) ? record.fields[source.name] : undefined;
  const value = source.inner === undefined ? stored : innerOf(stored, source.inner);
  switch (source.kind) {
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'set':
      return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
    case 'opaque':
      return isBlank(value) ? undefined : true;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

/** Nothing to see in it: what `is empty` finds, beside values that are not there. */
export function isEmptyValue(value: Comparable): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function builtInValue(name: string, record: RecordState, read: ReadRecord): Comparable {
  switch (name) {
    case 'id':
      return record.id;
    case 'type':
      return record.type;
    case 'createdAt':
      return record.createdAt;
    case 'updatedAt':
      return record.updatedAt;
    case 'createdBy':
      return record.createdBy;
    case 'updatedBy':
      return record.updatedBy;
    case 'deleted':
      return record.deletedAt !== null;
    default:
      return keyOf(record, read);
  }
}

/** `ATR-12`: the project's key and the item's number. */
function keyOf(record: RecordState, read: ReadRecord): string | undefined {
  const { project, number } = record.fields;
  if (typeof project !== 'string' || typeof number !== 'number' || !Number.isSafeInteger(number))
    return undefined;
  const owner = read(project);
  if (owner?.type !== 'project' || owner.deletedAt !== null) return undefined;
  return typeof owner.fields.key === 'string' ? `${owner.fields.key}-${number}` : undefined;
}

function innerOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
