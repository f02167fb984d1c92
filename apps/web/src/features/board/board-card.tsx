import { MessageSquare } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { Badge, Chip } from '../../design/badge.tsx';
import { classNames } from '../../design/class-names.ts';
import { personColors } from '../../design/person-hue.ts';
import { PRIORITY_NAMES, PriorityIcon } from '../../design/priority-icon.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { peopleAt } from '../../workspace/standing-for.ts';
import { DueIcon } from '../item/fields/due-date-picker.tsx';
import { dueWords } from '../item/fields/due-words.ts';
import { estimateWords } from '../item/fields/estimate-value.ts';
import { labelHue } from '../item/fields/label-hue.ts';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { PeopleMarks } from '../work-view/people-marks.tsx';
import { useWorkView, type WorkView } from '../work-view/work-view-context.ts';

export interface BoardCardProps {
  item: ItemEntry;
  /** The keys act on it. */
  current?: boolean;
  /** The one card that Tab reaches. */
  tabbable?: boolean;
  selected?: boolean;
  /** Picked up with the keyboard, or in the hand. */
  lifted?: boolean;
  away?: boolean;
  /** Someone who changed it just now, and someone who drags it. */
  glow?: string;
  mover?: string;
  /** Only a picture of the card. */
  ghost?: boolean;
  onPress?: (item: ItemEntry, event: MouseEvent) => void;
  onFocus?: (item: ItemEntry) => void;
}

const MOST_LABELS = 3;

export const BoardCard = memo(function BoardCard(props: BoardCardProps) {
  const { item, current, tabbable, selected, lifted, away, glow, mover, ghost, onPress, onFocus } = props;
  const view = useWorkView();
  const moverName = mover && (view.people.get(mover)?.name ?? 'Someone');
  const looks = classNames(
    'relative flex min-w-0 flex-col gap-1.5 rounded-control border border-line bg-raised p-2.5 text-left transition-colors duration-120 hover:border-line-strong',
    current && 'border-control',
    selected && 'border-accent-line bg-accent-wash hover:border-accent',
    lifted && 'border-accent shadow-float',
    away && 'opacity-40',
    glow && 'animate-glow',
  );
  const style = {
    ...(glow && { '--glow': personColors(glow).color }),
    ...(mover && { boxShadow: `0 0 0 1.5px ${personColors(mover).color}` }),
  };
  if (ghost) {
    return (
      <div className={looks} style={style} aria-hidden="true">
        <Face item={item} view={view} />
      </div>
    );
  }
  return (
    <a
      href={view.hrefOf(item.key)}
      data-item-id={item.id}
      tabIndex={tabbable ? 0 : -1}
      aria-label={spoken(item, view, selected, moverName)}
      className={looks}
      style={style}
      onClick={(event) => onPress?.(item, event)}
      onFocus={() => onFocus?.(item)}
    >
      <Face item={item} view={view} />
      {mover && (
        <span
          className="absolute bottom-1.5 right-1.5 rounded-mark px-1.5 py-0.5 text-11 font-medium text-on-person"
          style={{ backgroundColor: personColors(mover).color }}
        >
          {moverName} is moving this
        </span>
      )}
    </a>
  );
});

function Face({ item, view }: { item: ItemEntry; view: WorkView }) {
  const people = peopleAt(item.assignees, view.people);
  const labels = item.labels.flatMap((id) => view.labels.get(id) ?? []);
  const blocked = !item.completed && view.blocked.has(item.id);
  const bottom =
    item.priority !== 'none' ||
    blocked ||
    labels.length > 0 ||
    item.estimate !== undefined ||
    item.dueDate !== undefined;
  return (
    <>
      <span className="flex h-5 items-center gap-1.5">
        <WorkItemTypeIcon type={item.type} className="size-3.5" />
        <span className="font-mono text-11 text-ink-faint">{item.key}</span>
        <span className="ml-auto flex items-center gap-2">
          {item.comments > 0 && (
            <span className="inline-flex items-center gap-1 text-11 text-ink-faint">
              <MessageSquare className="size-3.5" />
              {item.comments}
            </span>
          )}
          {people.length > 0 && <PeopleMarks people={people} />}
        </span>
      </span>
      <span className="line-clamp-2 text-13 leading-[18px] text-ink [overflow-wrap:anywhere]">
        {item.title}
      </span>
      {bottom && (
        <span className="mt-0.5 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-11 text-ink-muted">
          {item.priority !== 'none' && <PriorityIcon priority={item.priority} />}
          {blocked && <Badge tone="blocked">Blocked</Badge>}
          {item.estimate !== undefined && (
            <span className="inline-flex h-5 items-center rounded-mark bg-todo-wash px-1.5 font-medium">
              {item.estimate}
            </span>
          )}
          {item.dueDate !== undefined && (
            <span className="inline-flex items-center gap-1 [&_svg]:size-3.5">
              <DueIcon value={item.dueDate} done={item.completed} />
              {dueWords(item.dueDate, new Date())}
            </span>
          )}
          {labels.slice(0, MOST_LABELS).map((label) => (
            <Chip key={label.id} hue={labelHue(label.fields.color)} className="max-w-32">
              {String(label.fields.name)}
            </Chip>
          ))}
          {labels.length > MOST_LABELS && <span>+{labels.length - MOST_LABELS}</span>}
        </span>
      )}
    </>
  );
}

/** The card in one sentence: what the eye takes in at a glance. */
function spoken(
  item: ItemEntry,
  view: WorkView,
  selected: boolean | undefined,
  moverName: string | undefined,
): string {
  const people = peopleAt(item.assignees, view.people).map(({ name }) => name);
  const parts = [
    `${item.key} ${item.title}`,
    WORK_ITEM_TYPE_NAMES[item.type],
    item.priority !== 'none' && `${PRIORITY_NAMES[item.priority]} priority`,
    people.length > 0 && `assigned to ${people.join(' and ')}`,
    item.estimate !== undefined && estimateWords(item.estimate),
    item.dueDate !== undefined && `due ${dueWords(item.dueDate, new Date())}`,
    !item.completed && view.blocked.has(item.id) && 'blocked',
    selected && 'selected',
    moverName && `${moverName} is moving this`,
  ];
  return parts.filter(Boolean).join(', ');
}
