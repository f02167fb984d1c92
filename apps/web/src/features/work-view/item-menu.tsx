import { PRIORITIES } from '@atrium/model';
import {
  ArrowUpRight,
  Copy,
  Link2,
  PanelRight,
  SquareCheck,
  Trash2,
  UserRoundCheck,
  UserRoundX,
} from 'lucide-react';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { ContextMenu } from '../../design/menu.tsx';
import type { MenuEntry } from '../../design/menu-items.ts';
import { PRIORITY_NAMES, PriorityIcon } from '../../design/priority-icon.tsx';
import { StatusIcon } from '../../design/status-icon.tsx';
import { notifyDone } from '../../design/toast.tsx';
import { StatusMark } from '../item/fields/status-picker.tsx';
import type { ItemEntry } from './item-entry.ts';
import { toggled } from './selection.ts';
import { useEditItems } from './use-edit-items.ts';
import { useGo } from './use-go.ts';
import { itemsOf } from './use-item-keys.tsx';
import type { WorkViewState } from './use-work-view-state.ts';
import { commonValue } from './work-item-edit.ts';
import { useWorkView } from './work-view-context.ts';

/** One menu for all items inside: for the one under the pointer, or for the selection if it belongs to that. */
export function ItemMenu({ state, children }: { state: WorkViewState; children: ReactElement }) {
  const { byId, selection } = state;
  const [targetId, setTargetId] = useState<string>();
  const target = targetId === undefined ? undefined : byId.get(targetId);
  const targets =
    target && selection.ids.has(target.id) ? itemsOf(selection.ids, byId) : target ? [target] : [];
  const entries = useEntries(state, targets);
  const area = useRef<HTMLDivElement>(null);
  const { setCursor } = state;
  useEffect(() => {
    const element = area.current;
    // Before the menu hears of it, which then opens for the right item.
    const aim = (event: Event) => {
      const id = itemIdAt(event.target);
      if (id === undefined) {
        // Nothing to offer there.
        if (event.type === 'contextmenu') event.preventDefault();
        return;
      }
      setTargetId(id);
      if (event.type === 'contextmenu') setCursor(id);
    };
    element?.addEventListener('contextmenu', aim);
    element?.addEventListener('pointerdown', aim);
    return () => {
      element?.removeEventListener('contextmenu', aim);
      element?.removeEventListener('pointerdown', aim);
    };
  }, [setCursor]);
  return (
    <ContextMenu items={entries}>
      <div ref={area} className="h-full">
        {children}
      </div>
    </ContextMenu>
  );
}

function itemIdAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const item = target.closest('[data-item-id]') ?? target.closest('li')?.querySelector('[data-item-id]');
  return item?.getAttribute('data-item-id') ?? undefined;
}

function useEntries(state: WorkViewState, items: readonly ItemEntry[]): MenuEntry[] {
  const { project, statuses, me, readOnly, hrefOf } = useWorkView();
  const edit = useEditItems();
  const go = useGo();
  const [only] = items;
  if (!only) return [];
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(() => notifyDone(`Copied ${text}`));
  const one: MenuEntry[] = [
    { label: 'Open beside', icon: <PanelRight />, keys: 'Enter', run: () => state.peek(only) },
    { label: 'Open as a page', icon: <ArrowUpRight />, run: () => go(hrefOf(only.key)) },
    {
      label: 'Select',
      icon: <SquareCheck />,
      keys: 'x',
      run: () => state.setSelection(toggled(state.selection, only.id)),
    },
    { kind: 'separator' },
  ];
  const mine = items.every(({ assignees }) => assignees.includes(me));
  const status = commonValue(items, (item) => item.status);
  const priority = commonValue(items, (item) => item.priority);
  const editing: MenuEntry[] = [
    {
      kind: 'sub',
      label: 'Status',
      icon: <StatusIcon category="doing" />,
      items: statuses.map(({ id, name }) => ({
        label: name,
        icon: <StatusMark project={project} status={id} />,
        checked: id === status,
        run: () => edit(items, { kind: 'status', status: id }),
      })),
    },
    {
      kind: 'sub',
      label: 'Priority',
      icon: <PriorityIcon priority="high" />,
      items: [...PRIORITIES].reverse().map((each) => ({
        label: PRIORITY_NAMES[each],
        icon: <PriorityIcon priority={each} />,
        checked: each === priority,
        run: () => edit(items, { kind: 'priority', priority: each }),
      })),
    },
    {
      label: mine ? 'Take me off' : 'Assign to me',
      icon: mine ? <UserRoundX /> : <UserRoundCheck />,
      run: () => edit(items, { kind: 'assignees', change: mine ? { removed: me } : { added: me } }),
    },
    { kind: 'separator' },
  ];
  const keys = items.map(({ key }) => key).join(', ');
  return [
    ...(items.length === 1 ? one : [{ kind: 'label' as const, label: `${items.length} selected` }]),
    ...(readOnly === undefined ? editing : []),
    { label: 'Copy key', icon: <Copy />, run: () => copy(keys) },
    ...(items.length === 1
      ? [{ label: 'Copy link', icon: <Link2 />, run: () => copy(`${location.origin}${hrefOf(only.key)}`) }]
      : []),
    ...(readOnly === undefined
      ? [
          { kind: 'separator' as const },
          {
            label: 'Delete',
            icon: <Trash2 />,
            keys: '$mod+Backspace',
            danger: true,
            run: () => edit(items, { kind: 'delete' }),
          },
        ]
      : []),
  ];
}
