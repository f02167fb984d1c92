import { describe, expect, it } from 'vitest';
import { calendarDays, dayAfterKey, fromDay, toDay } from './calendar-days.ts';

const day = (text: string) => fromDay(text) ?? new Date(Number.NaN);

describe('the calendar', () => {
  it('always shows six weeks from a Monday', () => {
    for (const month of ['2026-02-01', '2026-11-20', '2027-08-31']) {
      const days = calendarDays(day(month));
      expect(days).toHaveLength(42);
      expect(days[0]?.getDay()).toBe(1);
      expect(days.map(toDay)).toContain(month);
    }
  });

  it.each([
    ['ArrowLeft', '2026-10-31'],
    ['ArrowDown', '2026-11-08'],
    ['PageDown', '2026-12-01'],
    ['Home', '2026-10-26'],
    ['End', '2026-11-01'],
  ])('walks with %s', (key, expected) => {
    const next = dayAfterKey(day('2026-11-01'), key);
    expect(next && toDay(next)).toBe(expected);
  });

  it('keeps to the end of a shorter month and ignores other keys', () => {
    const next = dayAfterKey(day('2026-01-31'), 'PageDown');
    expect(next && toDay(next)).toBe('2026-02-28');
    expect(dayAfterKey(day('2026-01-31'), 'a')).toBeUndefined();
  });

  it('reads only days', () => {
    expect(fromDay('2026-02-30')).toBeUndefined();
    expect(fromDay('soon')).toBeUndefined();
    expect(toDay(day('2026-02-28'))).toBe('2026-02-28');
  });
});
