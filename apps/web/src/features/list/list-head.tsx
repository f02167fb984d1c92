import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { Checkbox } from '../../design/checkbox.tsx';
import { classNames } from '../../design/class-names.ts';
import { nextSorting, readSorting, type SortField } from '../work-view/ordering.ts';
import { COLUMN_WIDTHS, type ListColumn } from './list-columns.ts';

export interface ColumnChanges {
  /** Without a width: as wide as it was made. */
  readonly onResize: (id: string, width?: number) => void;
  /** To the place of another column. */
  readonly onMove: (id: string, to: string) => void;
}

/**
 * Names the columns. Pressing one sorts by it, again turns it round, a third time gives the order by hand back; dragging
 * moves it, and its left edge makes it wider.
 */
export function ListHead({
  columns,
  sort,
  onSort,
  chosen,
  onChoose,
  ...changes
}: {
  columns: readonly ListColumn[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  chosen: boolean | 'mixed';
  onChoose: (all: boolean) => void;
} & ColumnChanges) {
  return (
    <div
      className="sticky top-0 z-sticky grid h-8 items-center border-b border-line bg-surface"
      style={{ gridTemplateColumns: 'var(--list-columns)' }}
    >
      <Checkbox checked={chosen} onChange={onChoose} label="Select all" className="justify-center" />
      <SortButton label="Key" field="key" sort={sort} onSort={onSort} className="pl-1" />
      <SortButton label="Title" field="title" sort={sort} onSort={onSort} />
      {columns.map((column, index) => (
        <MovableHead
          key={column.id}
          column={column}
          before={columns[index - 1]?.id}
          after={columns[index + 1]?.id}
          {...changes}
        >
          <SortButton label={column.label} field={column.sort} sort={sort} onSort={onSort} className="px-2" />
        </MovableHead>
      ))}
    </div>
  );
}

const DRAGGED = 'application/x-atrium-column';

function MovableHead({
  column: { id, label, width },
  before,
  after,
  onResize,
  onMove,
  children,
}: ColumnChanges & {
  column: ListColumn;
  before: string | undefined;
  after: string | undefined;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const press = (event: KeyboardEvent) => {
    const to = event.altKey ? { ArrowLeft: before, ArrowRight: after }[event.key] : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(id, to);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Alt and an arrow on the button inside move it too.
    <div
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onMove(event.dataTransfer.getData(DRAGGED), id);
      }}
      onKeyDown={press}
      className={classNames('group/head relative flex h-full min-w-0', over && 'bg-accent-wash')}
    >
      {children}
      <Edge id={id} label={label} width={width} onResize={onResize} />
    </div>
  );
}

/** The columns stand at the right: a column grows to the left. */
function Edge({
  id,
  label,
  width,
  onResize,
}: Pick<ColumnChanges, 'onResize'> & { id: string; label: string; width: number }) {
  const [from, setFrom] = useState<{ x: number; width: number }>();
  const drag = (event: PointerEvent) => from && onResize(id, from.width + from.x - event.clientX);
  const press = (event: KeyboardEvent) => {
    const by = event.altKey ? undefined : { ArrowLeft: 8, ArrowRight: -8 }[event.key];
    if (by === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    onResize(id, by === undefined ? undefined : width + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${label}`}
      aria-valuenow={width}
      aria-valuemin={COLUMN_WIDTHS.least}
      aria-valuemax={COLUMN_WIDTHS.most}
      tabIndex={0}
      draggable
      // The edge is dragged for itself, and does not take the column along.
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, width });
      }}
      onPointerMove={drag}
      onPointerUp={() => setFrom(undefined)}
      onPointerCancel={() => setFrom(undefined)}
      onDoubleClick={() => onResize(id)}
      onKeyDown={press}
      className={classNames(
        'absolute inset-y-1 -left-1 w-2 cursor-col-resize touch-none rounded-mark opacity-0 transition-opacity after:absolute after:inset-y-0 after:left-1/2 after:w-px after:bg-control focus-visible:opacity-100 group-hover/head:opacity-100',
        from && 'opacity-100 after:bg-accent',
      )}
    />
  );
}

function SortButton({
  label,
  field,
  sort,
  onSort,
  className,
}: {
  label: string;
  field: SortField | undefined;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  className?: string;
}) {
  const looks = 'flex h-full w-full min-w-0 items-center gap-1 text-12 font-medium text-ink-faint';
  if (!field) return <span className={classNames(looks, className)}>{label}</span>;
  const sorting = readSorting(sort);
  const sorted = sorting?.field === field;
  return (
    <button
      type="button"
      aria-label={sorted ? `${label}, sorted ${sorting.descending ? 'downwards' : 'upwards'}` : label}
      title={`Sort by ${label.toLowerCase()}`}
      onClick={() => onSort(nextSorting(sort, field))}
      className={classNames(
        looks,
        className,
        'ring-inside rounded-mark text-left hover:text-ink [&_svg]:size-3',
        sorted && 'text-ink',
      )}
    >
      <span className="truncate">{label}</span>
      {sorted && (sorting.descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />)}
    </button>
  );
}
