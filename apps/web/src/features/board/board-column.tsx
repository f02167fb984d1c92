import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { Plus } from 'lucide-react';
import { type MouseEvent, memo, useCallback, useEffect, useRef, useState } from 'react';
import { classNames } from '../../design/class-names.ts';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { useWorkView } from '../work-view/work-view-context.ts';
import { BoardCard } from './board-card.tsx';
import type { BoardColumn as Column } from './board-columns.ts';
import { CardRow } from './card-row.tsx';
import { CollapsedColumn, ColumnHead } from './column-head.tsx';
import { COLUMN, isCard } from './drag-data.ts';
import { QuickAdd } from './quick-add.tsx';

export interface BoardColumnProps {
  column: Column;
  collapsed: boolean;
  onCollapse: (status: string, collapsed: boolean) => void;
  /** Where a new card is being written. */
  adding: 'top' | 'bottom' | undefined;
  onAdding: (status: string, at: 'top' | 'bottom' | undefined) => void;
  onAdd: (status: string, at: 'top' | 'bottom', title: string) => void;
  cursor: string | undefined;
  tabStop: string | undefined;
  cursorMoves: number;
  selected: ReadonlySet<string>;
  lifted: string | undefined;
  /** Dragged by me: these stay where they are until they are dropped. */
  dragged: ReadonlySet<string>;
  glow: ReadonlyMap<string, string>;
  movers: ReadonlyMap<string, string>;
  onPress: (item: ItemEntry, event: MouseEvent) => void;
  onFocus: (item: ItemEntry) => void;
}

const ESTIMATED_HEIGHT = 92;

export const BoardColumn = memo(function BoardColumn(props: BoardColumnProps) {
  const { column, collapsed, onCollapse } = props;
  const { status } = column;
  const root = useRef<HTMLElement>(null);
  const [over, setOver] = useState<'card' | 'end'>();
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => isCard(source.data),
      getData: () => ({ kind: COLUMN, status: status.id }),
      onDrag: ({ location }) =>
        setOver(location.current.dropTargets[0]?.element === element ? 'end' : 'card'),
      onDragLeave: () => setOver(undefined),
      onDrop: () => setOver(undefined),
    });
  }, [status.id]);
  return (
    <section
      ref={root}
      data-column={status.id}
      aria-label={`${status.name}, ${column.items.length} items`}
      className={classNames(
        'flex h-full shrink-0 flex-col rounded-card bg-sunken transition-colors max-wide:snap-center',
        collapsed ? 'w-10' : 'w-70 max-wide:w-[86vw]',
        over && 'outline outline-accent-line -outline-offset-1',
      )}
    >
      {collapsed ? (
        <CollapsedColumn column={column} onOpen={() => onCollapse(status.id, false)} />
      ) : (
        <OpenColumn {...props} over={over} />
      )}
    </section>
  );
});

function OpenColumn(props: BoardColumnProps & { over: 'card' | 'end' | undefined }) {
  const { column, adding, onAdding, onAdd, onCollapse, cursor, cursorMoves, dragged, lifted, over } = props;
  const { status, items } = column;
  const { readOnly } = useWorkView();
  const list = useRef<HTMLDivElement>(null);
  const rangeExtractor = useCallback((range: Range) => withPinned(range, items, dragged), [items, dragged]);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => list.current,
    estimateSize: () => ESTIMATED_HEIGHT,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 5,
    rangeExtractor,
  });
  const at = cursor === undefined ? -1 : items.findIndex(({ id }) => id === cursor);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only at the start, where a link leads to an item.
  useEffect(() => {
    if (at > 0) virtual.scrollToIndex(at, { align: 'center' });
  }, []);
  // Only a move by key asks for the focus; a card that others move under the cursor does not take it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count of moves stands for the rest.
  useEffect(() => {
    if (cursorMoves === 0 || at < 0) return;
    virtual.scrollToIndex(at, { align: 'auto' });
    const frame = requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-item-id="${cursor}"]`)?.focus({ preventScroll: false }),
    );
    return () => cancelAnimationFrame(frame);
  }, [cursorMoves]);

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    return autoScrollForElements({ element, canScroll: ({ source }) => isCard(source.data) });
  }, []);

  return (
    <>
      <ColumnHead
        column={column}
        onAdd={readOnly ? undefined : () => onAdding(status.id, 'top')}
        onCollapse={() => onCollapse(status.id, true)}
      />
      {adding === 'top' && (
        <QuickAdd
          label={`New work item in ${status.name}`}
          onAdd={(title) => onAdd(status.id, 'top', title)}
          onLeave={() => onAdding(status.id, undefined)}
        />
      )}
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto overscroll-contain pt-0.5">
        <ul className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const item = items[index];
            return (
              item && (
                <CardRow
                  key={key}
                  item={item}
                  index={index}
                  top={start}
                  measure={virtual.measureElement}
                  movable={readOnly === undefined}
                >
                  <BoardCard
                    item={item}
                    current={item.id === cursor}
                    tabbable={item.id === props.tabStop}
                    selected={props.selected.has(item.id)}
                    lifted={item.id === lifted}
                    away={dragged.has(item.id)}
                    glow={props.glow.get(item.id)}
                    mover={props.movers.get(item.id)}
                    onPress={props.onPress}
                    onFocus={props.onFocus}
                  />
                </CardRow>
              )
            );
          })}
        </ul>
        {over === 'end' && <div aria-hidden="true" className="mx-2 h-0.5 rounded-full bg-accent" />}
        {adding === 'bottom' && (
          <QuickAdd
            label={`New work item at the end of ${status.name}`}
            onAdd={(title) => {
              onAdd(status.id, 'bottom', title);
              requestAnimationFrame(() => list.current?.scrollTo({ top: list.current.scrollHeight }));
            }}
            onLeave={() => onAdding(status.id, undefined)}
          />
        )}
        {!readOnly && !adding && !over && (
          <button
            type="button"
            onClick={() => onAdding(status.id, 'bottom')}
            className="mx-2 mb-2 flex h-8 w-[calc(100%-16px)] items-center gap-2 rounded-control px-2 text-13 text-ink-faint transition-colors hover:bg-hover hover:text-ink"
          >
            <Plus className="size-4" aria-hidden="true" />
            Add
          </button>
        )}
      </div>
    </>
  );
}

/** What is dragged stays in the page: a browser ends the drag of an element that goes away. */
function withPinned(range: Range, items: readonly ItemEntry[], pinned: ReadonlySet<string>): number[] {
  const indexes = defaultRangeExtractor(range);
  if (pinned.size === 0) return indexes;
  const more = items.flatMap(({ id }, index) => (pinned.has(id) && !indexes.includes(index) ? [index] : []));
  return more.length === 0 ? indexes : [...indexes, ...more].sort((a, b) => a - b);
}
