import { addMonths, format, isSameDay, isSameMonth } from 'date-fns';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { calendarDays, type Day, dayAfterKey, fromDay, toDay } from './calendar-days.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** One month. Arrows walk the days, Page Up and Down the months, Enter picks. */
export function Calendar({
  value,
  today,
  onPick,
}: {
  value: Day | undefined;
  today: Date;
  onPick: (day: Day) => void;
}) {
  const chosen = value ? fromDay(value) : undefined;
  const [cursor, setCursor] = useState(chosen ?? today);
  const grid = useRef<HTMLFieldSetElement>(null);
  const walking = useRef(true);

  // Focus follows the cursor when keys move it, and lands on it when the calendar opens.
  useEffect(() => {
    if (walking.current) grid.current?.querySelector<HTMLElement>(`[data-day="${toDay(cursor)}"]`)?.focus();
    walking.current = false;
  }, [cursor]);

  const walk = (event: KeyboardEvent) => {
    const next = dayAfterKey(cursor, event.key);
    if (!next) return;
    event.preventDefault();
    walking.current = true;
    setCursor(next);
  };

  return (
    <div className="p-2">
      <div className="flex items-center justify-between pb-1 pl-2">
        <span className="text-13 font-semibold" aria-live="polite">
          {format(cursor, 'MMMM yyyy')}
        </span>
        <span>
          <IconButton
            size="small"
            label="Month before"
            icon={<ChevronLeft />}
            onClick={() => setCursor(addMonths(cursor, -1))}
          />
          <IconButton
            size="small"
            label="Month after"
            icon={<ChevronRight />}
            onClick={() => setCursor(addMonths(cursor, 1))}
          />
        </span>
      </div>
      <div className="grid grid-cols-7 text-center text-11 text-ink-faint" aria-hidden="true">
        {WEEKDAYS.map((weekday) => (
          <span key={weekday} className="py-1">
            {weekday}
          </span>
        ))}
      </div>
      <fieldset ref={grid} aria-label="Days" onKeyDown={walk} className="grid grid-cols-7">
        {calendarDays(cursor).map((date) => (
          <button
            key={toDay(date)}
            type="button"
            data-day={toDay(date)}
            aria-label={format(date, 'EEEE d MMMM yyyy')}
            aria-pressed={chosen ? isSameDay(date, chosen) : false}
            aria-current={isSameDay(date, today) ? 'date' : undefined}
            tabIndex={isSameDay(date, cursor) ? 0 : -1}
            onClick={() => onPick(toDay(date))}
            className={classNames(
              'h-8 rounded-control text-12 text-ink transition-colors hover:bg-hover aria-[current=date]:font-semibold aria-[current=date]:text-accent-ink aria-pressed:bg-accent! aria-pressed:text-on-accent!',
              !isSameMonth(date, cursor) && 'text-ink-faint',
            )}
          >
            {format(date, 'd')}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
