import type { ReactElement, ReactNode } from 'react';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import type { PickerItem } from '../../../design/picker-match.ts';

/** The picker of a field that has one of a few values, with the quiet row that opens it. */
export function ChoicePicker<T extends string>({
  field,
  keys,
  items,
  value,
  onChange,
  icon,
  name,
  shown = name,
  placeholder,
  children,
  boxed,
  disabled,
  ...rest
}: {
  /** Its name: "Status". */
  field: string;
  keys?: string;
  items: readonly PickerItem<T>[];
  /** Undefined where several items differ. */
  value: T | undefined;
  onChange: (value: T) => void;
  icon: ReactNode;
  /** Of the value. */
  name: string;
  /** What the row says; nothing shows the placeholder. */
  shown?: string;
  placeholder?: string;
  children?: ReactElement;
  boxed?: boolean;
  disabled?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
}) {
  return (
    <Picker
      label={`Change ${field.toLowerCase()}`}
      keys={keys}
      items={items}
      value={value}
      onChange={onChange}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`${field}: ${name}`}
            icon={icon}
            placeholder={placeholder}
          >
            {shown}
          </PickerButton>
        )
      }
      {...rest}
    />
  );
}
