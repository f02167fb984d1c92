import type { RecordId, RecordState } from '@atrium/protocol';
import type { BoundFilter, Operand, Source, Test } from './bound-filter.ts';
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
  if (!source.through) return passes(comparableOf(source.value, record, context.read), test, context);
  const { value, target } = source.through;
  const pointers = comparableOf(value, record, context.read);
  const ids = typeof pointers === 'string' ? [pointers] : Array.isArray(pointers) ? pointers : [];
  return ids.some((id) => {
    const there = context.read(id);
    if (there?.type !== target || there.deletedAt !== null) return false;
    return passes(comparableOf(source.value, there, context.read), test, context);
  });
}

function passes(value: Comparable, test: Test, context: FilterContext): boolean {
  switch (test.test) {
    case 'present':
      return !isEmptyValue(value);
    case 'is':
      return (value ?? false) === test.value;
    case 'contains':
      return typeof value === 'string' && foldText(value).includes(test.folded);
    case 'any of':
      return test.operands.some((operand) => equals(value, operand, context));
    case 'all of':
      return test.operands.every((operand) => equals(value, operand, context));
    case 'compare': {
      const order = compareWith(value, test.operand, context);
      if (order === undefined) return false;
      if (test.op === '<') return order < 0;
      if (test.op === '<=') return order <= 0;
      return test.op === '>' ? order > 0 : order >= 0;
    }
  }
}

function equals(value: Comparable, operand: Operand, context: FilterContext): boolean {
  if (Array.isArray(value)) return value.some((entry) => compareWith(entry, operand, context) === 0);
  return compareWith(value, operand, context) === 0;
}

function compareWith(value: Comparable, operand: Operand, context: FilterContext): number | undefined {
  const other = operandValue(operand, context);
  if (typeof value === 'number' && typeof other === 'number') return value - other;
  if (typeof value !== 'string' || typeof other !== 'string') return undefined;
  // A moment compared with a day is compared by its own day, in UTC.
  return compareText(isDayOperand(operand) ? value.slice(0, 10) : value, other);
}

export function operandValue(
  operand: Operand,
  context: { readonly me?: RecordId | undefined; readonly today: string },
): string | number | boolean | undefined {
  if ('literal' in operand) return operand.literal;
  return 'me' in operand ? context.me : addDays(context.today, operand.today);
}

export function isDayOperand(operand: Operand): boolean {
  return 'today' in operand || ('literal' in operand && operand.unit === 'day');
}
