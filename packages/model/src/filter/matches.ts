import type { RecordId, RecordState } from '@atrium/protocol';
import type { BoundFilter, Operand, Source, Test, ValueSource } from './bound-filter.ts';
import { addDays } from './civil-day.ts';
import { type Comparable, comparableOf, isEmptyValue, type ReadRecord } from './record-value.ts';
import { compareText, foldText } from './text-order.ts';

export interface FilterContext {
  /** The person who asks. Without one, `me` is nobody. */
  readonly me?: RecordId | undefined;
  /** Their current day, `YYYY-MM-DD`. */
  readonly today: string;
  /** Records that relations point at, as far as they may be seen; deleted ones count as absent. */
  readonly read: ReadRecord;
}

/** Whether a record passes a filter: the same answer that the compiled SQL gives. */
export function matches(filter: BoundFilter, record: RecordState, context: FilterContext): boolean {
  if ('and' in filter) return filter.and.every((part) => matches(part, record, context));
  if ('or' in filter) return filter.or.some((part) => matches(part, record, context));
  if ('not' in filter) return !matches(filter.not, record, context);
  return holds(filter.source, filter.test, record, context);
}

function holds(source: Source, test: Test, record: RecordState, context: FilterContext): boolean {
  if (!source.through)
    return passes(comparableOf(source.value, record, context.read), test, source.value, context);
  const { value, target } = source.through;
  const pointers = comparableOf(value, record, context.read);
  const ids = typeof pointers === 'string' ? [pointers] : Array.isArray(pointers) ? pointers : [];
  return ids.some((id) => {
    const there = context.read(id);
    if (there?.type !== target || there.deletedAt !== null) return false;
    return passes(comparableOf(source.value, there, context.read), test, source.value, context);
  });
}

function passes(value: Comparable, test: Test, source: ValueSource, context: FilterContext): boolean {
  switch (test.test) {
    case 'present':
      return !isEmptyValue(value);
    case 'is':
      return (value ?? false) === test.value;
    case 'contains':
      return typeof value === 'string' && foldText(value).includes(test.folded);
    case 'any of':
      return test.operands.some((operand) => equals(value, operand, source, context));
    case 'all of':
      return test.operands.every((operand) => equals(value, operand, source, context));
    case 'compare': {
      const order = source.order
        ? compareListed(value, test.operand, source.order)
        : compareWith(value, test.operand, source, context);
      if (order === undefined) return false;
      if (test.op === '<') return order < 0;
      if (test.op === '<=') return order <= 0;
      return test.op === '>' ? order > 0 : order >= 0;
    }
  }
}

function equals(value: Comparable, operand: Operand, source: ValueSource, context: FilterContext): boolean {
  if (typeof value === 'object') return value.some((entry) => entry === operandValue(operand, context));
  return compareWith(value, operand, source, context) === 0;
}

function compareListed(value: Comparable, operand: Operand, order: readonly string[]): number | undefined {
  const [here, there] = [listedAt(value, order), 'literal' in operand && listedAt(operand.literal, order)];
  return here === undefined || typeof there !== 'number' ? undefined : here - there;
}

/** Where a select lists a value; undefined for one that it does not know. */
export function listedAt(value: Comparable, order: readonly string[]): number | undefined {
  const index = typeof value === 'string' ? order.indexOf(value) : -1;
  return index < 0 ? undefined : index;
}

function compareWith(
  value: Comparable,
  operand: Operand,
  source: ValueSource,
  context: FilterContext,
): number | undefined {
  const other = operandValue(operand, context);
  if (typeof value === 'number' && typeof other === 'number') return value - other;
  if (typeof value !== 'string' || typeof other !== 'string') return undefined;
  if (!isWholeDay(source, operand)) return compareText(value, other);
  if (compareText(value, other) < 0) return -1;
  return compareText(value, dayEnd(other)) < 0 ? 0 : 1;
}

export function operandValue(
  operand: Operand,
  context: { readonly me?: RecordId | undefined; readonly today: string },
): string | number | boolean | undefined {
  if ('literal' in operand) return operand.literal;
  return 'me' in operand ? context.me : addDays(context.today, operand.today);
}

/** A moment compared with a day is equal to it all day long, in UTC. */
export function isWholeDay(source: ValueSource, operand: Operand): boolean {
  if (source.kind !== 'instant') return false;
  return 'today' in operand || ('literal' in operand && operand.unit === 'day');
}

/** The text after every moment of a day: `U` follows the `T` of its instants. */
export function dayEnd(day: string): string {
  return `${day}U`;
}
