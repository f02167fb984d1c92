import { type ReactNode, useState } from 'react';
import { PickerList } from './picker-list.tsx';
import type { PickerItem } from './picker-match.ts';
import { Popover } from './popover.tsx';

interface PickerBase<T extends string> {
  /** Names the picker ("Status") and is the placeholder of its search. */
  label: string;
  items: readonly PickerItem<T>[];
  /** The one element that opens it. */
  trigger: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  /** Keys shown in the search row, for instance `s`. */
  keys?: string;
  /** Said when nothing matches. */
  empty?: string;
  /** Offered as the last row when what is typed matches no label exactly. */
  onCreate?: (label: string) => void;
}

export interface SinglePickerProps<T extends string> extends PickerBase<T> {
  multiple?: false;
  value: T | undefined;
  onChange: (value: T) => void;
}

export interface MultiPickerProps<T extends string> extends PickerBase<T> {
  multiple: true;
  value: readonly T[];
  /** `change` says what this one pick did, as set-valued fields want it. */
  onChange: (value: T[], change: { added?: T; removed?: T }) => void;
}

export type PickerProps<T extends string> = SinglePickerProps<T> | MultiPickerProps<T>;

/** The one way to choose from a list: type to filter, arrows, Enter. Several at once stay open until Escape. */
export function Picker<T extends string>(props: PickerProps<T>) {
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const setOpen = (next: boolean) => {
    setOwnOpen(next);
    props.onOpenChange?.(next);
  };
  const pick = (value: T) => {
    if (!props.multiple) {
      setOpen(false);
      if (value !== props.value) props.onChange(value);
      return;
    }
    const had = props.value.includes(value);
    const next = had ? props.value.filter((other) => other !== value) : [...props.value, value];
    props.onChange(next, had ? { removed: value } : { added: value });
  };
  const chosen = props.multiple ? props.value : props.value === undefined ? [] : [props.value];
  return (
    <Popover
      trigger={props.trigger}
      label={props.label}
      open={open}
      onOpenChange={setOpen}
      align={props.align}
      className="w-64 overflow-hidden"
    >
      <PickerList
        label={props.label}
        items={props.items}
        chosen={chosen}
        multiple={props.multiple ?? false}
        keys={props.keys}
        empty={props.empty}
        onPick={pick}
        onCreate={
          props.onCreate &&
          ((label) => {
            if (!props.multiple) setOpen(false);
            props.onCreate?.(label);
          })
        }
      />
    </Popover>
  );
}
