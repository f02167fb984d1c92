import type { ReactElement } from 'react';
import { AssigneePicker } from '../item/fields/assignee-picker.tsx';
import { DueDatePicker } from '../item/fields/due-date-picker.tsx';
import { EstimateInput } from '../item/fields/estimate-input.tsx';
import { LabelPicker } from '../item/fields/label-picker.tsx';
import { ParentPicker } from '../item/fields/parent-picker.tsx';
import { PriorityPicker } from '../item/fields/priority-picker.tsx';
import { StatusPicker } from '../item/fields/status-picker.tsx';
import { TypePicker } from '../item/fields/type-picker.tsx';
import type { ItemEntry } from './item-entry.ts';
import { useEditItems } from './use-edit-items.ts';
import { commonMembers, commonValue } from './work-item-edit.ts';
import { useWorkView } from './work-view-context.ts';

export type EditableField =
  | 'status'
  | 'priority'
  | 'assignees'
  | 'labels'
  | 'estimate'
  | 'dueDate'
  | 'type'
  | 'parent';

/** The picker of a field for one item or many at once; where they differ, nothing is marked as chosen. */
export function FieldEditor({
  field,
  items,
  open,
  onOpenChange,
  align,
  children,
}: {
  field: EditableField;
  items: readonly ItemEntry[];
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  children: ReactElement;
}) {
  const { project } = useWorkView();
  const edit = useEditItems();
  const shared = { project, open, onOpenChange, align, children };
  switch (field) {
    case 'status':
      return (
        <StatusPicker
          {...shared}
          value={commonValue(items, (item) => item.status) ?? ''}
          onChange={(status) => edit(items, { kind: 'status', status })}
        />
      );
    case 'priority':
      return (
        <PriorityPicker
          {...shared}
          value={commonValue(items, (item) => item.priority)}
          onChange={(priority) => edit(items, { kind: 'priority', priority })}
        />
      );
    case 'assignees':
      return (
        <AssigneePicker
          {...shared}
          value={commonMembers(items, (item) => item.assignees)}
          onChange={(_, change) => edit(items, { kind: 'assignees', change })}
        />
      );
    case 'labels':
      return (
        <LabelPicker
          {...shared}
          value={commonMembers(items, (item) => item.labels)}
          onChange={(_, change) => edit(items, { kind: 'labels', change })}
        />
      );
    case 'estimate':
      return (
        <EstimateInput
          {...shared}
          value={commonValue(items, (item) => item.estimate)}
          onChange={(estimate) => edit(items, { kind: 'estimate', estimate })}
        />
      );
    case 'dueDate':
      return (
        <DueDatePicker
          {...shared}
          value={commonValue(items, (item) => item.dueDate)}
          onChange={(dueDate) => edit(items, { kind: 'dueDate', dueDate })}
        />
      );
    case 'parent':
      return (
        <ParentPicker
          {...shared}
          types={items.map(({ type }) => type)}
          itemIds={items.map(({ id }) => id)}
          value={commonValue(items, (item) => item.parent)}
          onChange={(parent) => edit(items, { kind: 'parent', parent })}
        />
      );
    case 'type':
      return (
        <TypePicker
          {...shared}
          value={commonValue(items, (item) => item.type) ?? 'task'}
          onChange={(type) => edit(items, { kind: 'type', type })}
        />
      );
  }
}

/** The same picker at the place of an item on the screen, opened by a key. */
export function FieldPopup({
  field,
  items,
  at,
  onClose,
}: {
  field: EditableField;
  items: readonly ItemEntry[];
  at: DOMRect;
  onClose: () => void;
}) {
  return (
    <FieldEditor field={field} items={items} open onOpenChange={(open) => !open && onClose()}>
      <span
        aria-hidden="true"
        className="pointer-events-none fixed"
        style={{ left: at.left, top: at.top, width: at.width, height: Math.min(at.height, 120) }}
      />
    </FieldEditor>
  );
}
