import { ChevronsRightLeft, Plus } from 'lucide-react';
import { classNames } from '../../design/class-names.ts';
import { IconButton } from '../../design/icon-button.tsx';
import { Tooltip } from '../../design/tooltip.tsx';
import { StatusMark } from '../item/fields/status-picker.tsx';
import { totalEstimate } from '../work-view/item-entry.ts';
import { useWorkView } from '../work-view/work-view-context.ts';
import type { BoardColumn } from './board-columns.ts';

export function ColumnHead({
  column: { status, items },
  onAdd,
  onCollapse,
}: {
  column: BoardColumn;
  onAdd?: () => void;
  onCollapse: () => void;
}) {
  const { project } = useWorkView();
  const points = totalEstimate(items);
  return (
    <header className="group/head flex h-10 shrink-0 items-center gap-2 pl-3 pr-1.5">
      <StatusMark project={project} status={status.id} />
      <h2 className="truncate text-13 font-medium">{status.name}</h2>
      <ColumnCount count={items.length} limit={status.limit} />
      {points > 0 && (
        <Tooltip label={`${points} points in ${status.name}`}>
          <span className="text-11 text-ink-faint">{points} pts</span>
        </Tooltip>
      )}
      <span className="ml-auto flex">
        <IconButton
          size="small"
          label={`Collapse ${status.name}`}
          icon={<ChevronsRightLeft />}
          onClick={onCollapse}
          className="opacity-0 focus-visible:opacity-100 group-hover/head:opacity-100 max-wide:hidden"
        />
        {onAdd && <IconButton size="small" label={`Add to ${status.name}`} icon={<Plus />} onClick={onAdd} />}
      </span>
    </header>
  );
}

/** The count; over its limit it warns, with both numbers. */
function ColumnCount({ count, limit }: { count: number; limit: number | undefined }) {
  const over = limit !== undefined && count > limit;
  const shown = limit === undefined ? String(count) : `${count}/${limit}`;
  return (
    <span
      className={classNames(
        'text-12 text-ink-faint',
        over && 'rounded-mark bg-late-wash px-1 font-medium text-late',
      )}
      title={over ? `At most ${limit} should be here` : undefined}
    >
      {shown}
    </span>
  );
}

/** A column folded to a strip; it still takes what is dropped on it. */
export function CollapsedColumn({
  column: { status, items },
  onOpen,
}: {
  column: BoardColumn;
  onOpen: () => void;
}) {
  const { project } = useWorkView();
  return (
    <button
      type="button"
      aria-label={`Show ${status.name}, ${items.length} items`}
      aria-expanded={false}
      onClick={onOpen}
      className="flex h-full w-full flex-col items-center gap-2 rounded-card py-3 text-12 text-ink-muted transition-colors hover:bg-hover"
    >
      <StatusMark project={project} status={status.id} />
      <span className="text-ink-faint">{items.length}</span>
      <span className="max-h-60 truncate font-medium [writing-mode:vertical-rl]">{status.name}</span>
    </button>
  );
}
