import { Avatar } from '../design/avatar.tsx';
import { Chip } from '../design/badge.tsx';
import { type Priority, PriorityIcon } from '../design/priority-icon.tsx';
import { type StatusCategory, StatusIcon } from '../design/status-icon.tsx';
import { type WorkItemType, WorkItemTypeIcon } from '../design/work-item-type-icon.tsx';
import { PEOPLE } from './gallery-parts.tsx';

const TITLES = [
  'Let people keep working without a network',
  'The board jumps when a card is dropped at the end',
  'Import an archive of 100,000 items in bounded memory',
  'Show who is dragging what',
  'Write the postmortem of the lost outbox',
  'Name the columns of a new project sensibly',
  'A very long title that goes on and on, to see what becomes of it where there is no room left for it at all',
  'Restore one field from the activity',
];
const TYPES: WorkItemType[] = ['epic', 'bug', 'story', 'task', 'sub_task'];
const CATEGORIES: StatusCategory[] = ['doing', 'todo', 'done', 'blocked', 'todo', 'late'];
const PRIORITIES: Priority[] = ['high', 'urgent', 'medium', 'none', 'low'];

export function GalleryList({ onPeek }: { onPeek: (key: string) => void }) {
  return (
    <ul>
      {Array.from({ length: 24 }, (_, index) => (
        <li key={TITLES[index] ?? index} className="border-b border-line">
          <button
            type="button"
            onClick={() => onPeek(String(index + 1))}
            className="ring-inside flex h-9 w-full items-center gap-2.5 px-4 text-left hover:bg-hover"
          >
            <PriorityIcon priority={PRIORITIES[index % 5] ?? 'none'} />
            <span className="w-14 shrink-0 font-mono text-12 text-ink-faint">ATR-{index + 1}</span>
            <StatusIcon category={CATEGORIES[index % 6] ?? 'todo'} />
            <WorkItemTypeIcon type={TYPES[index % 5] ?? 'task'} />
            <span className="min-w-0 flex-1 truncate">{TITLES[index % 8]}</span>
            {index % 3 === 0 && (
              <span className="max-wide:hidden">
                <Chip hue={(index % 12) + 1}>Offline</Chip>
              </span>
            )}
            <Avatar person={PEOPLE[index % 12] ?? { id: 'x', name: 'X' }} />
          </button>
        </li>
      ))}
    </ul>
  );
}
