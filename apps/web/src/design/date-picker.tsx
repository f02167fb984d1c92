import { addDays, format, nextMonday } from 'date-fns';
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Calendar } from './calendar.tsx';
import { type Day, toDay } from './calendar-days.ts';
import { Popover } from './popover.tsx';

/** Picks a day; nearby days are one press away. */
export function DatePicker({
  label,
  value,
  onChange,
  trigger,
  open,
  onOpenChange,
}: {
  label: string;
  value: Day | undefined;
  /** `undefined` clears it. */
  onChange: (day: Day | undefined) => void;
  trigger: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const pick = (day: Day | undefined) => {
    setOpen(false);
    if (day !== value) onChange(day);
  };
  const today = new Date();
  const near = [
    { name: 'Today', date: today },
    { name: 'Tomorrow', date: addDays(today, 1) },
    { name: 'Next week', date: nextMonday(today) },
  ];
  return (
    <Popover trigger={trigger} label={label} open={open ?? ownOpen} onOpenChange={setOpen} className="w-68">
      <Calendar value={value} today={today} onPick={pick} />
      <div className="flex gap-1 border-t border-line p-2">
        {near.map(({ name, date }) => (
          <Button
            key={name}
            variant="ghost"
            size="small"
            title={format(date, 'EEEE d MMMM')}
            onClick={() => pick(toDay(date))}
          >
            {name}
          </Button>
        ))}
        {value && (
          <Button variant="ghost" size="small" className="ml-auto" onClick={() => pick(undefined)}>
            Clear
          </Button>
        )}
      </div>
    </Popover>
  );
}
