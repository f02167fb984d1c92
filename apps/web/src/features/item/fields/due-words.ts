import { differenceInCalendarDays, format } from 'date-fns';
import { fromDay } from '../../../design/calendar-days.ts';

/** "Today", "Tomorrow", "Fri", "20 Nov", "20 Nov 2027". */
export function dueWords(day: string, now: Date): string {
  const date = fromDay(day);
  if (!date) return day;
  const away = differenceInCalendarDays(date, now);
  if (away === 0) return 'Today';
  if (away === 1) return 'Tomorrow';
  if (away === -1) return 'Yesterday';
  if (away > 1 && away < 7) return format(date, 'EEE');
  return format(date, date.getFullYear() === now.getFullYear() ? 'd MMM' : 'd MMM yyyy');
}

export type DueTone = 'late' | 'soon' | 'plain';

/** How pressing a due date is; nothing is late that is done. */
export function dueTone(day: string, now: Date, done: boolean): DueTone {
  const date = fromDay(day);
  if (!date || done) return 'plain';
  const away = differenceInCalendarDays(date, now);
  if (away < 0) return 'late';
  return away <= 1 ? 'soon' : 'plain';
}
