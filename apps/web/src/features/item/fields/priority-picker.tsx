import { PRIORITIES, type Priority } from '@atrium/model';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { PRIORITY_NAMES, PriorityIcon } from '../../../design/priority-icon.tsx';
import type { FieldProps } from './field-props.ts';

/** The most pressing first, nothing at the end. */
const ITEMS = [...PRIORITIES].reverse().map((priority, index) => ({
  value: priority,
  label: PRIORITY_NAMES[priority],
  icon: <PriorityIcon priority={priority} />,
  shortcut: priority === 'none' ? '0' : String(index + 1),
}));

export function PriorityPicker({
  project: _,
  value,
  onChange,
  children,
  boxed,
  disabled,
  ...rest
}: FieldProps<Priority>) {
  return (
    <Picker
      label="Change priority"
      keys="p"
      items={ITEMS}
      value={value}
      onChange={onChange}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Priority: ${PRIORITY_NAMES[value]}`}
            icon={<PriorityIcon priority={value} />}
            placeholder={disabled ? 'None' : 'Set priority'}
          >
            {value === 'none' ? '' : PRIORITY_NAMES[value]}
          </PickerButton>
        )
      }
      {...rest}
    />
  );
}
