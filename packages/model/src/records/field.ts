import type { Json } from '@atrium/protocol';

export type FieldKind =
  | 'text'
  | 'longText'
  | 'number'
  | 'money'
  | 'date'
  | 'dateTime'
  | 'duration'
  | 'boolean'
  | 'select'
  | 'multiSelect'
  | 'user'
  | 'relation'
  | 'attachment'
  | 'document'
  | 'rank'
  | 'json';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface Field {
  readonly kind: FieldKind;
  readonly label: string;
  readonly required?: boolean;
  /** A set of values (users, relations). Changed by add and remove, so that two changes merge. */
  readonly many?: boolean;
  readonly options?: readonly SelectOption[];
  /** An object whose entries change one by one (members, reactions), so that two changes merge. */
  readonly keyed?: boolean;
  /** Record type a relation points at. */
  readonly target?: string;
  /** Characters for text, entries for sets. */
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  /** Kept outside the hashed part of the log, so that it can be erased. */
  readonly personal?: boolean;
  /** Written by rules only, never by a person: not in activity, never in conflict. */
  readonly derived?: boolean;
  readonly default?: Json;
}

export function isSetValued(field: Field): boolean {
  return field.many === true || field.kind === 'multiSelect';
}

/** Ranks and derived fields are last-writer-wins; sets and keyed objects merge by themselves. */
export function canConflict(field: Field): boolean {
  return !field.derived && field.kind !== 'rank' && field.keyed !== true && !isSetValued(field);
}
