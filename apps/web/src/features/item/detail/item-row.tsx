import { updateWorkItem, workItemKey } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import type { ReactNode } from 'react';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../../design/work-item-type-icon.tsx';
import { AppLink } from '../../../shell/app-link.tsx';
import { peopleAt } from '../../../workspace/standing-for.ts';
import { useEveryone } from '../../../workspace/use-people.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { PeopleMarks } from '../fields/assignee-picker.tsx';
import { StatusMark, StatusPicker } from '../fields/status-picker.tsx';
import { useItemHref } from '../item-links.ts';
import { itemView, statusView } from '../item-view.ts';
import { addressOf } from '../text/item-markdown.tsx';

/** Another item in one line: its status can be changed here, the rest leads there. */
export function ItemRow({
  item,
  project,
  may,
  end,
}: {
  item: RecordState;
  project: RecordState;
  may: boolean;
  end?: ReactNode;
}) {
  const send = useSend();
  const hrefOf = useItemHref();
  const people = useEveryone();
  const view = itemView(item);
  const status = statusView(project, view.status);
  const assigned = peopleAt(view.assignees, people);
  return (
    <li className="group -mx-2 flex h-8 items-center gap-2 rounded-control px-2 transition-colors hover:bg-hover">
      <StatusPicker
        project={project}
        value={view.status}
        disabled={!may}
        onChange={(next) => send(updateWorkItem(item, { set: { status: next } }))}
      >
        <button
          type="button"
          disabled={!may}
          aria-label={`Status: ${status.name}`}
          className="rounded-mark p-0.5 enabled:hover:bg-pressed"
        >
          <StatusMark project={project} status={view.status} />
        </button>
      </StatusPicker>
      <AppLink
        href={hrefOf(addressOf(item, project))}
        className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-mark"
      >
        <WorkItemTypeIcon type={view.type} label={WORK_ITEM_TYPE_NAMES[view.type]} />
        <span className="shrink-0 font-mono text-12 text-ink-faint">{workItemKey(item, project)}</span>
        <span className={`min-w-0 truncate ${status.category === 'done' ? 'text-ink-muted' : ''}`}>
          {view.title}
        </span>
      </AppLink>
      {assigned.length > 0 && <PeopleMarks people={assigned} max={2} />}
      {end}
    </li>
  );
}
