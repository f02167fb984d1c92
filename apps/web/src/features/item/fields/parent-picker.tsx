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

/** Only items that may hold this type; nothing to choose for an epic. */
export function ParentPicker({
  project,
  type,
  itemId,
  value,
  onChange,
  children,
  boxed,
  disabled,
  open,
  onOpenChange,
  align,
}: FieldProps<RecordId | undefined> & {
  type: WorkItemType;
  /** The item itself is never offered. */
  itemId?: RecordId;
}) {
  const { store } = useClient();
  const [ownOpen, setOwnOpen] = useState(false);
  const shown = open ?? ownOpen;
  const items = useMemo(() => {
    if (!shown || !project) return [];
    const all = store.select({ type: 'work_item', where: { project: project.id } });
    return parentItems(all, project, type, itemId, value);
  }, [shown, store, project, type, itemId, value]);
  const parent = useRecord(value);
  const view = parent && itemView(parent);
  return (
    <Picker
      label="Set parent"
      keys="Shift+p"
      items={items}
      value={value ?? NOTHING}
      onChange={(next) => onChange(next === NOTHING ? undefined : next)}
      open={shown}
      onOpenChange={(next) => {
        setOwnOpen(next);
        onOpenChange?.(next);
      }}
      align={align}
      empty={type === 'epic' ? 'An epic stands on its own.' : 'No item here can hold this type.'}
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
  type: WorkItemType,
  itemId: RecordId | undefined,
  value: RecordId | undefined,
): PickerItem[] {
  const items = all
    .filter((record) => record.id !== itemId && canBeParent(itemView(record).type, type))
    .sort((a, b) => (itemView(b).number ?? 0) - (itemView(a).number ?? 0))
    .map((record) => ({
      value: record.id,
      label: itemView(record).title,
      icon: <WorkItemTypeIcon type={itemView(record).type} />,
      hint: workItemKey(record, project),
    }));
  return value === undefined ? items : [{ value: NOTHING, label: 'No parent' }, ...items];
}
