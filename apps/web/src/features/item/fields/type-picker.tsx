import { WORK_ITEM_TYPES, type WorkItemType } from '@atrium/model';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../../design/work-item-type-icon.tsx';
import type { FieldProps } from './field-props.ts';

const ITEMS = WORK_ITEM_TYPES.map((type, index) => ({
  value: type,
  label: WORK_ITEM_TYPE_NAMES[type],
  icon: <WorkItemTypeIcon type={type} />,
  shortcut: String(index + 1),
}));

export function TypePicker({
  project: _,
  value,
  onChange,
  children,
  boxed,
  disabled,
  ...rest
}: FieldProps<WorkItemType>) {
  return (
    <Picker
      label="Change type"
      items={ITEMS}
      value={value}
      onChange={onChange}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Type: ${WORK_ITEM_TYPE_NAMES[value]}`}
            icon={<WorkItemTypeIcon type={value} />}
          >
            {WORK_ITEM_TYPE_NAMES[value]}
          </PickerButton>
        )
      }
      {...rest}
    />
  );
}
