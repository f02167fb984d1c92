import { ArrowDown, ArrowUp } from 'lucide-react';
import { Checkbox } from '../../design/checkbox.tsx';
import { classNames } from '../../design/class-names.ts';
import { nextSorting, readSorting, type SortField } from '../work-view/ordering.ts';
import type { ListColumn } from './list-columns.ts';

/** Names the columns; pressing one sorts by it, again turns it round, a third time gives the order by hand back. */
export function ListHead({
  columns,
  sort,
  onSort,
  chosen,
  onChoose,
}: {
  columns: readonly ListColumn[];
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  chosen: boolean | 'mixed';
  onChoose: (all: boolean) => void;
}) {
  const cell = (label: string, field: SortField | undefined) => (
    <HeadCell key={label} label={label} field={field} sort={sort} onSort={onSort} />
  );
  return (
    <div
      className="sticky top-0 z-sticky grid h-8 items-center border-b border-line bg-surface"
      style={{ gridTemplateColumns: 'var(--list-columns)' }}
    >
      <Checkbox checked={chosen} onChange={onChoose} label="Select all" className="justify-center" />
      {cell('Key', 'key')}
      {cell('Title', 'title')}
      {columns.map(({ label, sort: field }) => cell(label, field))}
    </div>
  );
}

function HeadCell({
  label,
  field,
  sort,
  onSort,
}: {
  label: string;
  field: SortField | undefined;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}) {
  const looks = 'flex h-full min-w-0 items-center gap-1 text-12 font-medium text-ink-faint';
  const start = label === 'Key' ? 'pl-1' : label === 'Title' ? 'pl-0' : 'px-2';
  if (!field) return <span className={classNames(looks, start)}>{label}</span>;
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
        start,
        'ring-inside rounded-mark text-left hover:text-ink [&_svg]:size-3',
        sorted && 'text-ink',
      )}
    >
      <span className="truncate">{label}</span>
      {sorted && (sorting.descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />)}
    </button>
  );
}
