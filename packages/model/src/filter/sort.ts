import type { RecordState } from '@atrium/protocol';
import type { RecordType } from '../records/record-type.ts';
import { builtIn, type Registry } from '../registry.ts';
import { bindSource } from './bind-source.ts';
import type { ValueSource } from './bound-filter.ts';
import { type Checked, invalid, valid } from './filter-problem.ts';
import { listedAt } from './matches.ts';
import { comparableOf, type ReadRecord } from './record-value.ts';
import { compareText } from './text-order.ts';

/** Records of equal keys follow by id. Where `absent` is not said, records without a value come last. */
export interface SortKey {
  readonly field: string;
  readonly direction?: 'asc' | 'desc';
  readonly absent?: 'first' | 'last';
}

export interface BoundSortKey {
  readonly value: ValueSource;
  readonly descending: boolean;
  readonly absentFirst: boolean;
}

export const MAX_SORT_KEYS = 5;

/** Reads `-priority, dueDate first, rank`: `-` sorts downwards, `first` or `last` places records without a value. */
export function parseSort(text: string): Checked<SortKey[]> {
  if (text.trim() === '') return valid([]);
  const keys: SortKey[] = [];
  for (const part of text.split(',')) {
    const match = /^\s*([+-]?)([^\s+-][^\s]*)(?:\s+(first|last))?\s*$/i.exec(part);
    if (!match?.[2])
      return invalid(`"${part.trim().slice(0, 40)}" is no sort key. Write "-field" or "field first".`);
    const absent = match[3]?.toLowerCase() === 'first' ? 'first' : match[3] ? 'last' : undefined;
    keys.push({
      field: match[2],
      ...(match[1] === '-' && { direction: 'desc' as const }),
      ...(absent && { absent }),
    });
  }
  return valid(keys);
}

export function printSort(keys: readonly SortKey[]): string {
  return keys
    .map((key) => `${key.direction === 'desc' ? '-' : ''}${key.field}${key.absent ? ` ${key.absent}` : ''}`)
    .join(', ');
}

/** Checks a sort order that came as JSON from outside. */
export function readSort(json: unknown): Checked<SortKey[]> {
  if (!Array.isArray(json)) return invalid('A sort order is a list of fields.');
  const keys: SortKey[] = [];
  for (const entry of json as unknown[]) {
    if (typeof entry !== 'object' || entry === null) return invalid('A sort key is an object with a field.');
    const { field, direction, absent } = entry as Record<string, unknown>;
    if (typeof field !== 'string') return invalid('A sort key names its field.');
    if (direction !== undefined && direction !== 'asc' && direction !== 'desc') {
      return invalid('A direction is asc or desc.');
    }
    if (absent !== undefined && absent !== 'first' && absent !== 'last')
      return invalid('absent is first or last.');
    keys.push({ field, ...(direction && { direction }), ...(absent && { absent }) });
  }
  return valid(keys);
}

const SORTABLE = new Set(['text', 'id', 'number', 'boolean', 'day', 'instant']);

export function bindSort(
  keys: readonly SortKey[],
  type: RecordType,
  registry: Registry = builtIn,
): Checked<BoundSortKey[]> {
  if (keys.length > MAX_SORT_KEYS) return invalid(`A list sorts by at most ${MAX_SORT_KEYS} fields.`);
  const bound: BoundSortKey[] = [];
  for (const key of keys) {
    const found = bindSource(key.field, type, registry);
    if (!found.ok) return found;
    const { source, field } = found.value;
    const { value, through } = source;
    const byKey = value.from === 'record' && value.name === 'key';
    if (byKey) return invalid('Sort by number instead of key.', { suggestion: 'number' });
    if (through || !SORTABLE.has(value.kind) || field?.kind === 'longText') {
      return invalid(`A list cannot be sorted by "${key.field.slice(0, 40)}".`);
    }
    bound.push({ value, descending: key.direction === 'desc', absentFirst: key.absent === 'first' });
  }
  return valid(bound);
}

export type SortValue = string | number | boolean | null;

/** What a record is sorted by, key for key; null where it has no value. */
export function sortValues(
  keys: readonly BoundSortKey[],
  record: RecordState,
  read: ReadRecord,
): SortValue[] {
  return keys.map(({ value }) => {
    const stored = comparableOf(value, record, read);
    const found = value.order ? listedAt(stored, value.order) : stored;
    return typeof found === 'object' || found === undefined ? null : found;
  });
}

/** The order that the compiled SQL gives, ties by id included. */
export function comparator(keys: readonly BoundSortKey[]): (a: RecordState, b: RecordState) => number {
  const nowhere: ReadRecord = () => undefined;
  return (a, b) => {
    const left = sortValues(keys, a, nowhere);
    const right = sortValues(keys, b, nowhere);
    for (const [index, key] of keys.entries()) {
      const order = compareKey(left[index] ?? null, right[index] ?? null, key);
      if (order !== 0) return order;
    }
    return compareText(a.id, b.id);
  };
}

function compareKey(a: SortValue, b: SortValue, { descending, absentFirst }: BoundSortKey): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === absentFirst ? -1 : 1;
  }
  const order = typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);
  return descending ? -order : order;
}
