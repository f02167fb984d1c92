import { workItemKey } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { PriorityIcon } from '../../design/priority-icon.tsx';
import { StatusIcon } from '../../design/status-icon.tsx';
import { Tooltip } from '../../design/tooltip.tsx';
import { WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { AppLink } from '../../shell/app-link.tsx';
import { useRecord } from '../../workspace/use-records.ts';
import { useWorkspacePaths } from '../../workspace/use-workspace-paths.ts';
import { dueTone, dueWords } from '../item/fields/due-words.ts';
import { itemView, statusView } from '../item/item-view.ts';
import { useMyWork } from './use-my-work.ts';

/** What is assigned to me and not done, most urgent first. */
export function MyWork() {
  const items = useMyWork();
  if (items.length === 0) return null;
  return (
    <section ref={showIfAsked} aria-labelledby="my-work" className="flex flex-col gap-2">
      <h2 id="my-work" className="text-13 font-semibold">
        My work
        <span className="ml-2 font-normal text-ink-faint">{items.length}</span>
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-raised">
        {items.map((item) => (
          <MyWorkRow key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

/** The installed app's shortcut leads to `#my-work`; this comes later than the address. */
function showIfAsked(element: HTMLElement | null): void {
  if (window.location.hash === '#my-work') element?.scrollIntoView({ block: 'start' });
}

function MyWorkRow({ item }: { item: RecordState }) {
  const paths = useWorkspacePaths();
  const view = itemView(item);
  const project = useRecord(view.projectId);
  const status = statusView(project, view.status);
  const key = workItemKey(item, project);
  return (
    <li>
      <AppLink
        href={paths.item(key.includes('…') ? item.id : key)}
        className="flex h-9 items-center gap-2.5 px-4 text-13 ring-inside transition-colors hover:bg-hover"
      >
        <PriorityIcon priority={view.priority} />
        <span className="shrink-0 truncate font-mono text-11 text-ink-faint wide:w-16">{key}</span>
        <Tooltip label={status.name}>
          <span className="inline-flex">
            <StatusIcon category={status.category} progress={status.progress} label={status.name} />
          </span>
        </Tooltip>
        <span className="min-w-0 flex-1 truncate">{view.title}</span>
        <Due day={view.dueDate} />
        <WorkItemTypeIcon type={view.type} />
      </AppLink>
    </li>
  );
}

function Due({ day }: { day: string | undefined }) {
  if (!day) return null;
  const now = new Date();
  const late = dueTone(day, now, false) === 'late';
  return (
    <span className={late ? 'shrink-0 text-12 font-medium text-late' : 'shrink-0 text-12 text-ink-faint'}>
      {late ? `Late, ${dueWords(day, now)}` : dueWords(day, now)}
    </span>
  );
}
