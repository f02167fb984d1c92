import {
  addDays,
  addMonths,
  addWeeks,
  endOfWeek,
  format,
  isValid,
  parse,
  startOfMonth,
  startOfWeek,
} from 'date-fns';

/** A day without a time or a zone, as records hold it: `2026-11-20`. */
export type Day = string;

const WEEK = { weekStartsOn: 1 } as const;

export function toDay(date: Date): Day {
  return format(date, 'yyyy-MM-dd');
}

export function fromDay(day: Day): Date | undefined {
  const date = parse(day, 'yyyy-MM-dd', new Date(0));
  return isValid(date) ? date : undefined;
}

/** Six weeks from Monday, so that the calendar never changes its height. */
export function calendarDays(month: Date): Date[] {
  const first = startOfWeek(startOfMonth(month), WEEK);
  return Array.from({ length: 42 }, (_, index) => addDays(first, index));
}

/** Where a key leads from a day in the calendar, or nothing if the key has no meaning there. */
export function dayAfterKey(date: Date, key: string): Date | undefined {
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addWeeks(date, -1);
    case 'ArrowDown':
      return addWeeks(date, 1);
    case 'PageUp':
      return addMonths(date, -1);
    case 'PageDown':
      return addMonths(date, 1);
    case 'Home':
      return startOfWeek(date, WEEK);
    case 'End':
      return endOfWeek(date, WEEK);
    default:
      return undefined;
  }
}
