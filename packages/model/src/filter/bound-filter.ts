/** What a filter compares, after its names were looked up. The kind of a value decides how it is compared. */
export type ValueKind = 'text' | 'id' | 'number' | 'boolean' | 'day' | 'instant' | 'set' | 'opaque';

export type BuiltInField =
  | 'id'
  | 'type'
  | 'createdAt'
  | 'updatedAt'
  | 'createdBy'
  | 'updatedBy'
  | 'deleted'
  | 'key';

export interface ValueSource {
  readonly from: 'field' | 'record';
  readonly name: string;
  readonly kind: ValueKind;
  /** A number inside an object, as money keeps it. */
  readonly inner?: string;
  /** The values of a select, which are ordered as they are listed. */
  readonly order?: readonly string[];
}

/** A value of the record itself, or of the records that one of its fields points at. */
export interface Source {
  readonly value: ValueSource;
  readonly through?: { readonly value: ValueSource; readonly target: string };
}

export type Operand =
  | { readonly literal: string | number | boolean; readonly unit?: 'day' }
  | { readonly me: true }
  | { readonly today: number };

/**
 * Every test is false for a value that is not there (`is`, for booleans, takes it as false); what negates is a `not`
 * around. Through a relation a test holds if it holds for any record pointed at.
 */
export type Test =
  | { readonly test: 'any of'; readonly operands: readonly Operand[] }
  | { readonly test: 'all of'; readonly operands: readonly Operand[] }
  | { readonly test: 'compare'; readonly op: '<' | '<=' | '>' | '>='; readonly operand: Operand }
  | { readonly test: 'contains'; readonly folded: string }
  | { readonly test: 'is'; readonly value: boolean }
  | { readonly test: 'present' };

export type BoundFilter =
  | { readonly and: readonly BoundFilter[] }
  | { readonly or: readonly BoundFilter[] }
  | { readonly not: BoundFilter }
  | { readonly source: Source; readonly test: Test };

/** True where some condition asks about the source of that name on the record itself. */
export function asksAbout(filter: BoundFilter, name: BuiltInField): boolean {
  if ('and' in filter) return filter.and.some((part) => asksAbout(part, name));
  if ('or' in filter) return filter.or.some((part) => asksAbout(part, name));
  if ('not' in filter) return asksAbout(filter.not, name);
  const { through, value } = filter.source;
  return !through && value.from === 'record' && value.name === name;
}

/** True where the answer for a record depends on other records too, and may change without a change of its own. */
export function readsOthers(filter: BoundFilter): boolean {
  if ('and' in filter) return filter.and.some(readsOthers);
  if ('or' in filter) return filter.or.some(readsOthers);
  if ('not' in filter) return readsOthers(filter.not);
  const { through, value } = filter.source;
  return through !== undefined || (value.from === 'record' && value.name === 'key');
}
