import { canBeParent, type WorkItemType, workItemKey } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { Network } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import type { PickerItem } from '../../../design/picker-match.ts';
import { WorkItemTypeIcon } from '../../../design/work-item-type-icon.tsx';
import { useRecord } from '../../../workspace/use-records.ts';
import { useClient } from '../../../workspace/workspace-context.ts';
import { itemView } from '../item-view.ts';
import type { FieldProps } from './field-props.ts';

const NOTHING = 'none';
const NOBODY: readonly RecordId[] = [];

/** Only items that may hold this type; nothing to choose for an epic. */
export function ParentPicker({
  project,
  types,
  itemIds = NOBODY,
  value,
  onChange,
  children,
  boxed,
  disabled,
  open,
  onOpenChange,
  align,
}: FieldProps<RecordId | undefined> & {
  /** Of the items that get a parent; it must be able to hold each. */
  types: readonly WorkItemType[];
  /** The items themselves are never offered. */
  itemIds?: readonly RecordId[];
}) {
  const { store } = useClient();
  const [ownOpen, setOwnOpen] = useState(false);
  const shown = open ?? ownOpen;
  const items = useMemo(() => {
    if (!shown || !project) return [];
    const all = store.select({ type: 'work_item', where: { project: project.id } });
    return parentItems(all, project, { types, itemIds, value });
  }, [shown, store, project, types, itemIds, value]);
  const parent = useRecord(value);
  const view = parent && itemView(parent);
  return (
    <Picker
      label="Set parent"
      keys="Shift+p"
      items={items}
      value={value ?? (itemIds.length > 1 ? undefined : NOTHING)}
      onChange={(next) => onChange(next === NOTHING ? undefined : next)}
      open={shown}
      onOpenChange={(next) => {
        setOwnOpen(next);
        onOpenChange?.(next);
      }}
      align={align}
      empty={types.includes('epic') ? 'An epic stands on its own.' : 'No item here can hold this type.'}
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Parent: ${view?.title ?? 'none'}`}
            icon={view ? <WorkItemTypeIcon type={view.type} /> : <Network className="text-ink-faint" />}
            placeholder={disabled ? 'None' : 'Set parent'}
          >
            {view?.title}
          </PickerButton>
        )
      }
    />
  );
}

function parentItems(
  all: readonly RecordState[],
  project: RecordState,
  {
    types,
    itemIds,
    value,
  }: { types: readonly WorkItemType[]; itemIds: readonly RecordId[]; value: RecordId | undefined },
): PickerItem[] {
  const holds = (record: RecordState) => types.every((type) => canBeParent(itemView(record).type, type));
  const items = all
    .filter((record) => !itemIds.includes(record.id) && holds(record))
    .sort((a, b) => (itemView(b).number ?? 0) - (itemView(a).number ?? 0))
    .map((record) => ({
      value: record.id,
      label: itemView(record).title,
      icon: <WorkItemTypeIcon type={itemView(record).type} />,
      hint: workItemKey(record, project),
    }));
  // Of several items, some may have one where others have none.
  return value === undefined && itemIds.length < 2
    ? items
    : [{ value: NOTHING, label: 'No parent' }, ...items];
}
