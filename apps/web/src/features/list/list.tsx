import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type MouseEvent, useCallback, useEffect, useRef } from 'react';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { BulkBar } from '../work-view/bulk-bar.tsx';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { ItemMenu } from '../work-view/item-menu.tsx';
import { extendedTo, NOTHING_SELECTED, selectionOf, toggled } from '../work-view/selection.ts';
import { useGlowingItems } from '../work-view/use-glowing-items.ts';
import { isViewFocused, itemsOf, useItemKeys } from '../work-view/use-item-keys.tsx';
import type { WorkViewState } from '../work-view/use-work-view-state.ts';
import { useWorkView } from '../work-view/work-view-context.ts';
import {
  type ColumnChoice,
  fittingColumns,
  gridTemplate,
  movedColumn,
  resizedColumn,
} from './list-columns.ts';
import { ListGroupRow } from './list-group-row.tsx';
import { ListHead } from './list-head.tsx';
import { ListItemRow } from './list-row.tsx';
import type { Grouping, ListRow } from './list-rows.ts';
import { useRoom } from './use-room.ts';

interface ListProps {
  state: WorkViewState;
  rows: readonly ListRow[];
  /** Items as they are shown, top to bottom, each once. */
  order: readonly string[];
  grouping: Grouping;
  columns: ColumnChoice;
  onColumns: (change: (before: ColumnChoice) => ColumnChoice) => void;
  onFold: (id: string) => void;
}

const COMPACT_BELOW = 480;
const GROUP_HEIGHT = 36;

export function List({ state, rows, order, grouping, columns, onColumns, onFold }: ListProps) {
  const { cursor, cursorMoves, setCursor, byId, selection, setSelection, peek, items, search } = state;
  const { me } = useWorkView();
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  const compact = room > 0 && room < COMPACT_BELOW;
  const shownColumns = fittingColumns(columns, room || 1040);
  const popup = useItemKeys(state, order);
  const glow = useGlowingItems(items, me);
  const height = compact ? 56 : 36;
  const stickyGroups = rows[0]?.kind === 'group';
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? GROUP_HEIGHT : height),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
    // The bar for what is selected covers nothing at the end.
    paddingEnd: 64,
    // The head of the group that one is in stays, however far one has scrolled.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      const above = groupAt(rows, range.startIndex);
      return above === undefined || indexes.includes(above) ? indexes : [above, ...indexes];
    },
    scrollPaddingStart: (compact ? 0 : 32) + (stickyGroups ? GROUP_HEIGHT : 0),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height makes all measures void.
  useEffect(() => virtual.measure(), [height]);

  const at = rows.findIndex((row) => row.kind === 'item' && row.item.id === cursor);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at the start, where a link leads to an item.
  useEffect(() => {
    if (at > 0) virtual.scrollToIndex(at, { align: 'center' });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move by key asks for the focus.
  useEffect(() => {
    if (cursorMoves === 0 || at < 0) return;
    virtual.scrollToIndex(at, { align: 'auto' });
    const frame = requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-item-id="${cursor}"]`)?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [cursorMoves]);

  const current = rows[at];
  const step = (by: number) => {
    const place = cursor === undefined ? -1 : order.indexOf(cursor);
    const next = order[place < 0 ? 0 : Math.min(order.length - 1, Math.max(0, place + by))];
    if (next !== undefined) setCursor(next, true);
  };
  const sideways = (open: boolean) => {
    if (current?.kind !== 'item') return;
    if (current.children > 0 && current.open !== open) onFold(current.item.id);
    else if (!open && current.item.parent !== undefined && byId.has(current.item.parent))
      setCursor(current.item.parent, true);
  };
  const key = (keys: string, label: string, run: () => void, quiet = false) => ({
    keys,
    label,
    group: 'List',
    unoffered: true,
    quiet,
    when: isViewFocused,
    run,
  });
  useShortcuts([
    key('ArrowDown', 'Next item', () => step(1)),
    key('ArrowUp', 'Item before', () => step(-1)),
    key('Home', 'First item', () => step(-order.length), true),
    key('End', 'Last item', () => step(order.length), true),
    key('PageDown', 'A page down', () => step(15), true),
    key('PageUp', 'A page up', () => step(-15), true),
    key('ArrowRight', 'Unfold', () => sideways(true)),
    key('ArrowLeft', 'Fold, or go to the parent', () => sideways(false)),
  ]);

  const latest = useRef({ selection, order });
  useEffect(() => {
    latest.current = { selection, order };
  });
  const onPress = useCallback(
    (item: ItemEntry, event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      setCursor(item.id);
      const { selection: now, order: all } = latest.current;
      if (event.shiftKey) setSelection(extendedTo(now, item.id, all));
      else peek(item);
    },
    [setCursor, peek, setSelection],
  );
  const onFocus = useCallback((item: ItemEntry) => setCursor(item.id), [setCursor]);
  const onSelect = useCallback(
    (item: ItemEntry) => {
      setCursor(item.id);
      setSelection(toggled(latest.current.selection, item.id));
    },
    [setCursor, setSelection],
  );
  const onDone = useCallback((item: ItemEntry) => setCursor(item.id, true), [setCursor]);
  // Asked first: it finds out which rows are in sight.
  const visible = virtual.getVirtualItems();
  const stuck = groupAt(rows, virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0)?.index ?? 0);
  const chosen = selection.ids.size === 0 ? false : selection.ids.size >= order.length ? true : 'mixed';
  const style = { '--list-columns': gridTemplate(shownColumns) } as CSSProperties;
  const tabStop = cursor ?? order[0];

  return (
    <div className="relative h-full" style={style}>
      <ItemMenu state={state}>
        <div ref={scroller} className="h-full overflow-y-auto overflow-x-hidden">
          {!compact && (
            <ListHead
              columns={shownColumns}
              sort={search.sort}
              onSort={(sort) => state.changeSearch({ sort })}
              chosen={chosen}
              onChoose={(all) => setSelection(all ? selectionOf(order) : NOTHING_SELECTED)}
              onResize={(id, width) => onColumns((before) => resizedColumn(before, id, width))}
              onMove={(id, to) => onColumns((before) => movedColumn(before, id, to))}
            />
          )}
          <ul aria-label="Work items" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
            {visible.map(({ index, start, size, key: rowKey }) => {
              const row = rows[index];
              if (!row) return null;
              return (
                <li
                  key={rowKey}
                  className={index === stuck ? 'sticky z-sticky' : 'absolute inset-x-0 top-0'}
                  style={
                    index === stuck
                      ? { height: size, top: compact ? 0 : 32 }
                      : { height: size, transform: `translateY(${start}px)` }
                  }
                >
                  {row.kind === 'group' ? (
                    <ListGroupRow row={row} grouping={grouping} onFold={onFold} />
                  ) : (
                    <ListItemRow
                      row={row}
                      columns={shownColumns}
                      compact={compact}
                      current={row.item.id === cursor}
                      tabbable={row.item.id === tabStop}
                      selected={selection.ids.has(row.item.id)}
                      glow={glow.get(row.item.id)}
                      onPress={onPress}
                      onFocus={onFocus}
                      onSelect={onSelect}
                      onFold={onFold}
                      onDone={onDone}
                    />
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      </ItemMenu>
      <BulkBar items={itemsOf(selection.ids, byId)} onClear={() => setSelection(NOTHING_SELECTED)} />
      {popup}
    </div>
  );
}

/** The group that the row at a place is in; there is none where nothing is grouped. */
function groupAt(rows: readonly ListRow[], index: number): number | undefined {
  for (let at = index; at >= 0; at--) if (rows[at]?.kind === 'group') return at;
  return undefined;
}
