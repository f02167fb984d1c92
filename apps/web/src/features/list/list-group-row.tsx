import type { Priority, WorkItemType } from '@atrium/model';
import { ChevronRight, UserRoundX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { classNames } from '../../design/class-names.ts';
import { PRIORITY_NAMES, PriorityIcon } from '../../design/priority-icon.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { StatusMark } from '../item/fields/status-picker.tsx';
import { statusView } from '../item/item-view.ts';
import { totalEstimate } from '../work-view/item-entry.ts';
import { useWorkView, type WorkView } from '../work-view/work-view-context.ts';
import type { Grouping, GroupRow } from './list-rows.ts';

export function ListGroupRow({
  row,
  grouping,
  onFold,
}: {
  row: GroupRow;
  grouping: Grouping;
  onFold: (id: string) => void;
}) {
  const view = useWorkView();
  const { icon, name } = groupHead(row.value, grouping, view);
  const points = totalEstimate(row.items);
  return (
    <button
      type="button"
      aria-expanded={row.open}
      onClick={() => onFold(row.id)}
      className="ring-inside flex h-full w-full items-center gap-2 border-b border-line bg-sunken px-3 text-left text-13 font-medium"
    >
      <ChevronRight
        aria-hidden="true"
        className={classNames('size-3.5 text-ink-faint transition-transform', row.open && 'rotate-90')}
      />
      {icon}
      <span className="truncate">{name}</span>
      <span className="text-12 font-normal text-ink-faint">{row.items.length}</span>
      {points > 0 && <span className="ml-auto text-11 font-normal text-ink-faint">{points} pts</span>}
    </button>
  );
}

function groupHead(
  value: string | undefined,
  grouping: Grouping,
  view: WorkView,
): { icon: ReactNode; name: string } {
  if (value === undefined) return { icon: <UserRoundX className="size-4 text-ink-faint" />, name: 'Nobody' };
  if (grouping === 'assignee') {
    const person = view.people.get(value) ?? { id: value, name: 'Someone' };
    return { icon: <Avatar person={person} />, name: person.name };
  }
  if (grouping === 'priority') {
    const priority = value as Priority;
    return { icon: <PriorityIcon priority={priority} />, name: PRIORITY_NAMES[priority] };
  }
  if (grouping === 'type') {
    const type = value as WorkItemType;
    return { icon: <WorkItemTypeIcon type={type} />, name: WORK_ITEM_TYPE_NAMES[type] };
  }
  return {
    icon: <StatusMark project={view.project} status={value} />,
    name: statusView(view.project, value).name,
  };
}
