import { ChevronRight } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { classNames } from '../../design/class-names.ts';
import { personColors } from '../../design/person-hue.ts';
import { PriorityIcon } from '../../design/priority-icon.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { peopleAt } from '../../workspace/standing-for.ts';
import { StatusMark } from '../item/fields/status-picker.tsx';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { PeopleMarks } from '../work-view/people-marks.tsx';
import { useWorkView } from '../work-view/work-view-context.ts';
import { ListCell } from './list-cell.tsx';
import type { ListColumn } from './list-columns.ts';
import type { ItemRow } from './list-rows.ts';

export interface ListRowProps {
  row: ItemRow;
  columns: readonly ListColumn[];
  /** Two lines, without columns: for a phone. */
  compact: boolean;
  current: boolean;
  tabbable: boolean;
  selected: boolean;
  glow: string | undefined;
  onPress: (item: ItemEntry, event: MouseEvent) => void;
  onFocus: (item: ItemEntry) => void;
  onSelect: (item: ItemEntry) => void;
  onFold: (id: string) => void;
  onDone: (item: ItemEntry) => void;
}

export const ListItemRow = memo(function ListItemRow(props: ListRowProps) {
  const { row, columns, compact, current, selected, glow, onSelect, onDone } = props;
  const { item } = row;
  return (
    <div
      className={classNames(
        'group/row relative grid h-full items-center border-b border-line transition-colors hover:bg-hover',
        current && 'bg-hover',
        selected && 'bg-accent-wash hover:bg-accent-wash',
        glow && 'animate-glow',
      )}
      style={{
        gridTemplateColumns: compact ? '36px minmax(0, 1fr)' : 'var(--list-columns)',
        ...(glow && { '--glow': personColors(glow).color }),
      }}
    >
      {current && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <Checkbox
        checked={selected}
        onChange={() => onSelect(item)}
        label={`Select ${item.key}`}
        className={classNames(
          'justify-center opacity-0 transition-opacity focus-within:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100',
          selected && 'opacity-100',
        )}
      />
      {compact ? (
        <CompactCells {...props} />
      ) : (
        <>
          <span className="truncate pl-1 font-mono text-11 text-ink-faint">{item.key}</span>
          <TitleCell {...props} />
          {columns.map((column) => (
            <ListCell key={column.id} column={column} item={item} onDone={() => onDone(item)} />
          ))}
        </>
      )}
    </div>
  );
});

function TitleCell(props: ListRowProps) {
  const { item, depth, children, open } = props.row;
  const view = useWorkView();
  const blocked = !item.completed && view.blocked.has(item.id);
  return (
    <span className="flex h-full min-w-0 items-center gap-1.5 pr-3" style={{ paddingLeft: depth * 22 }}>
      <FoldButton {...props} />
      <WorkItemTypeIcon type={item.type} label={WORK_ITEM_TYPE_NAMES[item.type]} className="size-3.5" />
      <TitleLink {...props} />
      {children > 0 && !open && <span className="text-11 text-ink-faint">{children}</span>}
      {blocked && <Badge tone="blocked">Blocked</Badge>}
    </span>
  );
}

function FoldButton({ row, onFold }: ListRowProps) {
  if (row.children === 0) return row.inTree ? <span className="w-4 shrink-0" /> : null;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={row.open ? `Fold ${row.item.key}` : `Unfold ${row.item.key}`}
      aria-expanded={row.open}
      onClick={() => onFold(row.item.id)}
      className="-ml-1 flex size-5 shrink-0 items-center justify-center rounded-mark text-ink-faint hover:bg-pressed hover:text-ink"
    >
      <ChevronRight
        aria-hidden="true"
        className={classNames('size-3.5 transition-transform', row.open && 'rotate-90')}
      />
    </button>
  );
}

function TitleLink({ row: { item }, tabbable, onPress, onFocus }: ListRowProps) {
  const { hrefOf } = useWorkView();
  return (
    <a
      href={hrefOf(item.key)}
      data-item-id={item.id}
      tabIndex={tabbable ? 0 : -1}
      aria-label={`${item.key} ${item.title}`}
      onClick={(event) => onPress(item, event)}
      onFocus={() => onFocus(item)}
      className="ring-inside min-w-0 flex-1 truncate rounded-mark py-2 text-13 text-ink"
    >
      {item.title}
    </a>
  );
}

function CompactCells(props: ListRowProps) {
  const { item, depth } = props.row;
  const { project, people } = useWorkView();
  const who = peopleAt(item.assignees, people);
  return (
    <span className="flex min-w-0 items-center gap-2 pr-3" style={{ paddingLeft: depth * 12 }}>
      <FoldButton {...props} />
      <span className="flex min-w-0 flex-1 flex-col">
        <TitleLink {...props} />
        <span className="-mt-1.5 flex items-center gap-2 pb-1.5 text-11 text-ink-faint">
          <StatusMark project={project} status={item.status} named className="size-3.5" />
          <span className="font-mono">{item.key}</span>
          {item.priority !== 'none' && <PriorityIcon priority={item.priority} className="size-3.5" />}
        </span>
      </span>
      {who.length > 0 && <PeopleMarks people={who} />}
    </span>
  );
}
