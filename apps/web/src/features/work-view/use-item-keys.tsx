import { type ReactNode, useState } from 'react';
import { notifyDone } from '../../design/toast.tsx';
import { usePaletteItems } from '../../design/use-palette.ts';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { type EditableField, FieldPopup } from './field-editor.tsx';
import type { ItemEntry } from './item-entry.ts';
import { extendedTo, NOTHING_SELECTED, selectionOf, toggled } from './selection.ts';
import { useEditItems } from './use-edit-items.ts';
import type { WorkViewState } from './use-work-view-state.ts';
import { countOf } from './work-item-edit.ts';
import { useWorkView } from './work-view-context.ts';

const GROUP = 'Work items';

/** Keys on the item under the cursor, or on everything selected: the same in every view. */
export function useItemKeys(state: WorkViewState, order: readonly string[]): ReactNode {
  const { cursor, byId, selection, setSelection, setCursor, peek } = state;
  const { readOnly } = useWorkView();
  const edit = useEditItems();
  const [asking, setAsking] = useState<{ field: EditableField; items: readonly ItemEntry[]; at: DOMRect }>();
  const current = cursor === undefined ? undefined : byId.get(cursor);
  const chosen = itemsOf(selection.ids, byId);
  const targets = chosen.length > 0 ? chosen : current ? [current] : [];
  const here = () => targets.length > 0 && isViewFocused();
  const mayEdit = () => readOnly === undefined && here();

  const ask = (field: EditableField) => {
    const element = current && itemElement(current.id);
    const at = element?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2 - 128, innerHeight / 4, 0, 0);
    setAsking({ field, items: targets, at });
  };
  const extend = (by: 1 | -1) => {
    if (!current) return;
    const next = order[order.indexOf(current.id) + by];
    if (next === undefined) return;
    const from = selection.ids.size > 0 ? selection : selectionOf([current.id]);
    setSelection(extendedTo(from, next, order));
    setCursor(next, true);
  };

  const verbs = [
    { keys: 's', label: 'Change status', run: () => ask('status'), changes: true },
    { keys: 'p', label: 'Change priority', run: () => ask('priority'), changes: true },
    { keys: 'a', label: 'Assign', run: () => ask('assignees'), changes: true },
    { keys: 'l', label: 'Add labels', run: () => ask('labels'), changes: true },
    { keys: 'e', label: 'Change estimate', run: () => ask('estimate'), changes: true },
    { keys: 'd', label: 'Change due date', run: () => ask('dueDate'), changes: true },
    { keys: 'Shift+p', label: 'Set parent', run: () => ask('parent'), changes: true },
    {
      keys: '$mod+Backspace',
      label: 'Delete',
      run: () => edit(targets, { kind: 'delete' }),
      changes: true,
    },
    {
      keys: '$mod+Shift+c',
      label: 'Copy key',
      run: () => {
        const keys = targets.map(({ key }) => key).join(', ');
        void navigator.clipboard.writeText(keys).then(() => notifyDone(`Copied ${keys}`));
      },
      changes: false,
    },
  ];
  const [only] = targets;
  const subject = targets.length === 1 && only ? only.key : countOf(targets);
  usePaletteItems(
    targets.length === 0
      ? []
      : verbs
          .filter(({ changes }) => !changes || readOnly === undefined)
          .map(({ keys, label, run }) => ({
            id: `work-item:${keys}`,
            label,
            group: subject,
            keys,
            rank: 0,
            run,
          })),
  );

  useShortcuts([
    {
      keys: 'Enter',
      label: 'Open beside the view',
      group: GROUP,
      unoffered: true,
      when: () => current !== undefined && isViewFocused(),
      run: () => current && peek(current),
    },
    {
      keys: 'x',
      label: 'Select',
      group: GROUP,
      unoffered: true,
      when: () => current !== undefined && isViewFocused(),
      run: () => current && setSelection(toggled(selection, current.id)),
    },
    {
      keys: 'Shift+ArrowDown',
      label: 'Select downwards',
      group: GROUP,
      unoffered: true,
      when: here,
      run: () => extend(1),
    },
    {
      keys: 'Shift+ArrowUp',
      label: 'Select upwards',
      group: GROUP,
      unoffered: true,
      when: here,
      run: () => extend(-1),
    },
    {
      keys: '$mod+a',
      label: 'Select all that is shown',
      group: GROUP,
      when: () => order.length > 0 && isViewFocused(),
      run: () => setSelection(selectionOf(order)),
    },
    {
      keys: 'Escape',
      label: 'Clear the selection',
      group: GROUP,
      unoffered: true,
      when: () => selection.ids.size > 0,
      run: () => setSelection(NOTHING_SELECTED),
    },
    ...verbs.map(({ keys, label, run, changes }) => ({
      keys,
      label,
      group: GROUP,
      unoffered: true,
      when: changes ? mayEdit : here,
      run,
    })),
  ]);

  return (
    asking && (
      <FieldPopup
        field={asking.field}
        // As they are now, not as they were when asked: several picks follow each other.
        items={asking.items.flatMap(({ id }) => byId.get(id) ?? [])}
        at={asking.at}
        onClose={() => {
          setAsking(undefined);
          if (current) setCursor(current.id, true);
        }}
      />
    )
  );
}

export function itemsOf(ids: ReadonlySet<string>, byId: ReadonlyMap<string, ItemEntry>): ItemEntry[] {
  return [...ids].flatMap((id) => byId.get(id) ?? []);
}

export function itemElement(id: string): HTMLElement | null {
  return document.querySelector(`[data-item-id="${CSS.escape(id)}"]`);
}

/** True while the keys belong to the view: on one of its items, or nowhere in particular. */
export function isViewFocused(): boolean {
  const { activeElement, body } = document;
  if (!activeElement || activeElement === body || activeElement.id === 'main') return true;
  return activeElement.closest('[data-item-id]') === activeElement;
}
