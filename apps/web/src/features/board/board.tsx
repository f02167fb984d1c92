import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { createWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { usePresence } from '../../workspace/use-presence.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { BulkBar } from '../work-view/bulk-bar.tsx';
import { valuesToPass } from '../work-view/filter-chips.ts';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { ItemMenu } from '../work-view/item-menu.tsx';
import { extendedTo, NOTHING_SELECTED } from '../work-view/selection.ts';
import { useGlowingItems } from '../work-view/use-glowing-items.ts';
import { isViewFocused, itemsOf, useItemKeys } from '../work-view/use-item-keys.tsx';
import type { WorkViewState } from '../work-view/use-work-view-state.ts';
import { type Drag, visitorsOf } from '../work-view/view-presence.ts';
import { useWorkView } from '../work-view/work-view-context.ts';
import { BoardColumn } from './board-column.tsx';
import { type BoardColumn as Column, placeOfItem, ranksAt } from './board-columns.ts';
import { BoardGhosts } from './board-ghosts.tsx';
import { isCard } from './drag-data.ts';
import { useBoardKeys } from './use-board-keys.ts';
import { useCardDrag } from './use-card-drag.ts';
import { useCollapsed } from './use-collapsed.ts';
import { useMoveItems } from './use-move-items.ts';

interface BoardProps {
  state: WorkViewState;
  columns: readonly Column[];
  order: readonly string[];
  scope: string;
  tellDrag: (drag: Drag | undefined) => void;
}

export function Board({ state, columns, order, scope, tellDrag }: BoardProps) {
  const { cursor, cursorMoves, setCursor, byId, selection, setSelection, peek, items, search } = state;
  const { project, me, readOnly } = useWorkView();
  const client = useClient();
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [collapsed, collapse] = useCollapsed(project.id);
  const [adding, setAdding] = useState<{ status: string; at: 'top' | 'bottom' }>();
  const move = useMoveItems();
  const popup = useItemKeys(state, order);
  const { shown, lifted, said } = useBoardKeys(state, columns, (status) => collapsed.has(status));
  const glow = useGlowingItems(items, me);
  const entries = usePresence(scope);
  const visitors = useMemo(
    () => visitorsOf(entries).filter(({ personId }) => personId !== me),
    [entries, me],
  );
  const movers = useMemo(() => moversOf(visitors), [visitors]);

  const inOrder = (ids: ReadonlySet<string>) => order.filter((id) => ids.has(id));
  const dragged = useCardDrag({
    columns,
    takes: (id) => (selection.ids.has(id) ? inOrder(selection.ids) : [id]),
    onMove: tellDrag,
    onDrop: (ids, to) => move(columns, itemsOf(new Set(ids), byId), to),
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    return autoScrollForElements({ element, canScroll: ({ source }) => isCard(source.data) });
  }, []);

  const latest = useRef({ selection, order });
  useEffect(() => {
    latest.current = { selection, order };
  });
  const onPress = useCallback(
    (item: ItemEntry, event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      setCursor(item.id);
      if (!event.shiftKey) {
        peek(item);
        return;
      }
      const { selection: now, order: all } = latest.current;
      setSelection(extendedTo(now, item.id, all));
    },
    [setCursor, peek, setSelection],
  );
  const onFocus = useCallback((item: ItemEntry) => setCursor(item.id), [setCursor]);
  const onAdding = useCallback(
    (status: string, at: 'top' | 'bottom' | undefined) => setAdding(at && { status, at }),
    [],
  );
  const onAdd = (status: string, at: 'top' | 'bottom', title: string) => {
    const column = columns.find((each) => each.status.id === status);
    if (!column) return;
    const [rank] = ranksAt(column.items, at === 'top' ? 0 : column.items.length, 1);
    const wanted = valuesToPass(search.filter ?? '', me);
    client.send(createWorkItem(newId(), { ...wanted, project: project.id, title, status, rank }));
  };
  useShortcuts([
    {
      keys: 'Shift+c',
      label: 'Add a card to this column',
      group: 'Board',
      rank: 10,
      when: () => readOnly === undefined && isViewFocused(),
      run: () => {
        const place = cursor === undefined ? undefined : placeOfItem(columns, cursor);
        const status = place?.status ?? columns.find((each) => !collapsed.has(each.status.id))?.status.id;
        if (status) setAdding({ status, at: 'top' });
      },
    },
  ]);

  const tabStop = cursor ?? order[0];
  return (
    <div ref={root} className="relative h-full overflow-hidden">
      <ItemMenu state={state}>
        <div
          ref={scroller}
          className="flex h-full gap-2 overflow-x-auto overflow-y-hidden p-3 max-wide:snap-x max-wide:snap-mandatory"
        >
          {shown.map((column) => (
            <BoardColumn
              key={column.status.id}
              column={column}
              collapsed={collapsed.has(column.status.id)}
              onCollapse={collapse}
              adding={adding?.status === column.status.id ? adding.at : undefined}
              onAdding={onAdding}
              onAdd={onAdd}
              cursor={cursor}
              tabStop={tabStop}
              cursorMoves={cursorMoves}
              selected={selection.ids}
              lifted={lifted}
              dragged={dragged}
              glow={glow}
              movers={movers}
              onPress={onPress}
              onFocus={onFocus}
            />
          ))}
        </div>
      </ItemMenu>
      <BoardGhosts visitors={visitors} byId={byId} board={root} />
      <output aria-live="assertive" className="sr-only">
        {said}
      </output>
      <BulkBar items={itemsOf(selection.ids, byId)} onClear={() => setSelection(NOTHING_SELECTED)} />
      {popup}
    </div>
  );
}

function moversOf(visitors: ReturnType<typeof visitorsOf>): ReadonlyMap<string, string> {
  return new Map(visitors.flatMap(({ personId, drag }) => (drag ? [[drag.item, personId] as const] : [])));
}
