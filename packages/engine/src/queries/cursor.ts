import type { BoundSortKey, SortValue } from '@atrium/model';
import { isId, isInstant, type RecordId } from '@atrium/protocol';

/** Where a page ended: the values that its last record is sorted by, and its id. */
export interface CursorPlace {
  readonly values: readonly SortValue[];
  readonly id: RecordId;
}

const MAX_LENGTH = 20_000;

/** Opaque to clients. It holds the order that it belongs to, so that it cannot be used with another. */
export function encodeCursor(keys: readonly BoundSortKey[], place: CursorPlace): string {
  const json = JSON.stringify([orderName(keys), place.values, place.id]);
  return Buffer.from(json, 'utf8').toString('base64url');
}

/** Undefined for anything that is not a cursor of this order. */
export function decodeCursor(keys: readonly BoundSortKey[], text: string): CursorPlace | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const json = parse(Buffer.from(text, 'base64url').toString('utf8'));
  if (!Array.isArray(json) || json.length !== 3) return undefined;
  const [order, values, id] = json as unknown[];
  if (order !== orderName(keys) || !Array.isArray(values) || !isId(id)) return undefined;
  if (values.length !== keys.length || !keys.every((key, index) => fits(key, values[index])))
    return undefined;
  return { values: values as SortValue[], id };
}

function orderName(keys: readonly BoundSortKey[]): string {
  return keys
    .map(
      ({ value, descending, absentFirst }) =>
        `${descending ? '-' : ''}${value.name}${absentFirst ? '!' : ''}`,
    )
    .join();
}

function fits({ value }: BoundSortKey, given: unknown): boolean {
  if (given === null) return true;
  if (value.order) return Number.isInteger(given) && Math.abs(Number(given)) <= 100_000;
  if (value.kind === 'number') return typeof given === 'number' && Number.isFinite(given);
  if (value.kind === 'boolean') return typeof given === 'boolean';
  if (typeof given !== 'string' || given.includes('\u0000') || !given.isWellFormed()) return false;
  if (value.from === 'field') return true;
  if (value.kind === 'instant') return isInstant(given) && !given.startsWith('0000');
  return value.kind !== 'id' || isId(given);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
