import { PRIORITIES, type Priority } from '@atrium/model';
import { PRIORITY_NAMES, PriorityIcon } from '../../../design/priority-icon.tsx';
import { ChoicePicker } from './choice-picker.tsx';
import type { FieldEditorProps } from './field-props.ts';

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
  ...rest
}: FieldEditorProps & {
  /** Undefined where several items differ. */
  value: Priority | undefined;
  onChange: (value: Priority) => void;
}) {
  const priority = value ?? 'none';
  return (
    <ChoicePicker
      field="Priority"
      keys="p"
      items={ITEMS}
      value={value}
      icon={<PriorityIcon priority={priority} />}
      name={PRIORITY_NAMES[priority]}
      shown={priority === 'none' ? '' : PRIORITY_NAMES[priority]}
      placeholder={rest.disabled ? 'None' : 'Set priority'}
      {...rest}
    />
  );
}
