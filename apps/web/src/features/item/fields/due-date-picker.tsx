import { CalendarDays } from 'lucide-react';
import { classNames } from '../../../design/class-names.ts';
import { DatePicker } from '../../../design/date-picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { dueTone, dueWords } from './due-words.ts';
import type { FieldProps } from './field-props.ts';

export function DueDatePicker({
  project: _,
  value,
  done = false,
  onChange,
  children,
  boxed,
  disabled,
  open,
  onOpenChange,
}: FieldProps<string | undefined> & {
  /** A finished item is never late. */
  done?: boolean;
}) {
  const words = value && dueWords(value, new Date());
  return (
    <DatePicker
      label="Due date"
      value={value}
      onChange={onChange}
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Due date: ${words ?? 'none'}`}
            icon={<DueIcon value={value} done={done} />}
            placeholder={disabled ? 'None' : 'Due date'}
          >
            {words}
          </PickerButton>
        )
      }
    />
  );
}

/** A calendar that warms up as the day comes near. */
export function DueIcon({ value, done }: { value: string | undefined; done: boolean }) {
  const tone = value ? dueTone(value, new Date(), done) : 'plain';
  return (
    <CalendarDays
      aria-hidden="true"
      className={classNames(
        tone === 'late' && 'text-late',
        tone === 'soon' && 'text-doing',
        tone === 'plain' && 'text-ink-faint',
      )}
    />
  );
}
