/** A filter as JSON: what views store and the wire carries. `{and: []}` lets everything through. */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | Condition;

export type Condition = OneValue | ManyValues | NoValue;

export interface OneValue {
  readonly field: string;
  readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';
  readonly value: FilterValue;
}

export interface ManyValues {
  readonly field: string;
  readonly op: 'in' | 'not in' | 'has any' | 'has all';
  readonly value: readonly FilterValue[];
}

export interface NoValue {
  readonly field: string;
  readonly op: 'is empty' | 'is not empty';
}

/** `me` is the person who asks; `today` is days from their current day. */
export type FilterValue = string | number | boolean | { readonly me: true } | { readonly today: number };

export const ONE_VALUE_OPS = ['=', '!=', '<', '<=', '>', '>=', 'contains'] as const;
export const MANY_VALUES_OPS = ['in', 'not in', 'has any', 'has all'] as const;
export const NO_VALUE_OPS = ['is empty', 'is not empty'] as const;
export type FilterOp = Condition['op'];

export const EVERYTHING: Filter = { and: [] };

/** A filter may hold at most this much, so that no reader of it can be overrun. */
export const FILTER_LIMITS = {
  depth: 16,
  conditions: 100,
  values: 200,
  valueLength: 1_000,
  textLength: 10_000,
  todayOffset: 36_500,
} as const;

/**
 * The one spelling of a filter that the text syntax gives back: no and/or of one, none inside its own kind, an empty
 * `or` as `not` everything. Means the same.
 */
export function canonicalFilter(filter: Filter): Filter {
  if ('and' in filter) return joined('and', filter.and);
  if ('or' in filter) return filter.or.length === 0 ? { not: EVERYTHING } : joined('or', filter.or);
  if ('not' in filter) return { not: canonicalFilter(filter.not) };
  return filter;
}

function joined(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  const flat = parts.map(canonicalFilter).flatMap((part) => {
    if (kind === 'and') return 'and' in part ? part.and : [part];
    return 'or' in part ? part.or : [part];
  });
  const [only] = flat;
  if (flat.length === 1 && only) return only;
  return kind === 'and' ? { and: flat } : { or: flat };
}

/** Every field that the filter names, as written. */
export function fieldsOf(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(fieldsOf);
  if ('or' in filter) return filter.or.flatMap(fieldsOf);
  if ('not' in filter) return fieldsOf(filter.not);
  return [filter.field];
}
