import { compareRank, PRIORITIES, parseSort, type Status, WORK_ITEM_TYPES } from '@atrium/model';
import type { ItemEntry } from './item-entry.ts';

export const SORT_FIELDS = [
  'key',
  'title',
  'type',
  'status',
  'priority',
  'estimate',
  'dueDate',
  'updatedAt',
] as const;
export type SortField = (typeof SORT_FIELDS)[number];

export interface Sorting {
  readonly field: SortField;
  readonly descending: boolean;
}

type Compare = (a: ItemEntry, b: ItemEntry) => number;

/** As it stands in a URL: `-priority`. Anything else is the order people gave by hand. */
export function readSorting(text: string | undefined): Sorting | undefined {
  const parsed = parseSort(text ?? '');
  const key = parsed.ok ? parsed.value[0] : undefined;
  const field = SORT_FIELDS.find((known) => known === key?.field);
  return field && { field, descending: key?.direction === 'desc' };
}

/** One press sorts, the next turns it round, the third gives the order by hand back. */
export function nextSorting(text: string | undefined, field: SortField): string | undefined {
  const now = readSorting(text);
  const downFirst = field === 'priority' || field === 'updatedAt' || field === 'estimate';
  if (now?.field !== field) return downFirst ? `-${field}` : field;
  if (now.descending === downFirst) return now.descending ? field : `-${field}`;
  return undefined;
}

export function byHand(a: ItemEntry, b: ItemEntry): number {
  return compareRank(a.record, b.record);
}

export function orderBy(sorting: Sorting | undefined, statuses: readonly Status[]): Compare {
  if (!sorting) return byHand;
  const read = VALUES[sorting.field](statuses);
  return (a, b) => {
    const [left, right] = [read(a), read(b)];
    // What has no value comes last whichever way one sorts.
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined) || byHand(a, b);
    const order =
      typeof left === 'string' && typeof right === 'string'
        ? left < right
          ? -1
          : Number(left > right)
        : Number(left) - Number(right);
    return (sorting.descending ? -order : order) || byHand(a, b);
  };
}

type ValueOf = (statuses: readonly Status[]) => (item: ItemEntry) => string | number | undefined;

const VALUES: Record<SortField, ValueOf> = {
  key: () => (item) => item.number,
  title: () => (item) => item.title.toLowerCase(),
  type: () => (item) => WORK_ITEM_TYPES.indexOf(item.type),
  status: (statuses) => {
    const places = new Map(statuses.map((status, index) => [status.id, index]));
    return (item) => places.get(item.status);
  },
  priority: () => (item) => PRIORITIES.indexOf(item.priority),
  estimate: () => (item) => item.estimate,
  dueDate: () => (item) => item.dueDate,
  updatedAt: () => (item) => item.record.updatedAt,
};
