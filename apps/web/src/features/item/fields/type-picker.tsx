import { WORK_ITEM_TYPES, type WorkItemType } from '@atrium/model';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../../design/work-item-type-icon.tsx';
import { ChoicePicker } from './choice-picker.tsx';
import type { FieldProps } from './field-props.ts';

const ITEMS = WORK_ITEM_TYPES.map((type, index) => ({
  value: type,
  label: WORK_ITEM_TYPE_NAMES[type],
  icon: <WorkItemTypeIcon type={type} />,
  shortcut: String(index + 1),
}));

export function TypePicker({ project: _, value, ...rest }: FieldProps<WorkItemType>) {
  return (
    <ChoicePicker
      field="Type"
      items={ITEMS}
      value={value}
      icon={<WorkItemTypeIcon type={value} />}
      name={WORK_ITEM_TYPE_NAMES[value]}
      {...rest}
    />
  );
}
