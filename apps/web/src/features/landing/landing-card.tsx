import { Avatar, type Person } from '../../design/avatar.tsx';
import { Badge, Chip } from '../../design/badge.tsx';
import { classNames } from '../../design/class-names.ts';
import { type Priority, PriorityIcon } from '../../design/priority-icon.tsx';
import { type WorkItemType, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';

export interface LandingCardProps {
  id: string;
  type: WorkItemType;
  title: string;
  priority: Priority;
  who?: Person;
  label?: [name: string, hue: number];
  blocked?: boolean;
  /** In someone's hand. */
  lifted?: boolean;
}

export function LandingCard({ id, type, title, priority, who, label, blocked, lifted }: LandingCardProps) {
  return (
    <div
      className={classNames(
        'flex min-w-0 flex-col gap-1.5 rounded-control border border-line bg-raised p-2.5',
        lifted && 'border-accent shadow-float',
      )}
    >
      <div className="flex items-center gap-1.5">
        <WorkItemTypeIcon type={type} className="size-3.5" />
        <span className="font-mono text-11 text-ink-faint">{id}</span>
        <span className="ml-auto">{who && <Avatar person={who} />}</span>
      </div>
      <p className="line-clamp-2 text-12 font-medium">{title}</p>
      <div className="flex items-center gap-1.5">
        <PriorityIcon priority={priority} />
        {blocked && <Badge tone="blocked">Blocked</Badge>}
        {label && <Chip hue={label[1]}>{label[0]}</Chip>}
      </div>
    </div>
  );
}
