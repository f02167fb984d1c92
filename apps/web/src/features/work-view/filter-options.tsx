import { PRIORITIES, type Status, WORK_ITEM_TYPES } from '@atrium/model';
import { CircleUser, Flag, Shapes, Tag, UserRound, UserRoundX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import type { PickerItem } from '../../design/picker-match.ts';
import { PRIORITY_NAMES, PriorityIcon } from '../../design/priority-icon.tsx';
import { StatusIcon } from '../../design/status-icon.tsx';
import { WORK_ITEM_TYPE_NAMES, WorkItemTypeIcon } from '../../design/work-item-type-icon.tsx';
import { LabelDot } from '../item/fields/label-chip.tsx';
import { labelHue } from '../item/fields/label-hue.ts';
import { StatusMark } from '../item/fields/status-picker.tsx';
import { type ChipField, ME, NONE } from './filter-chips.ts';
import type { WorkView } from './work-view-context.ts';

export const FIELD_NAMES: Record<ChipField, string> = {
  status: 'Status',
  assignees: 'Assignee',
  priority: 'Priority',
  labels: 'Label',
  type: 'Type',
};

export const FIELD_ICONS: Record<ChipField, ReactNode> = {
  status: <StatusIcon category="doing" className="text-ink-muted" />,
  assignees: <UserRound />,
  priority: <Flag />,
  labels: <Tag />,
  type: <Shapes />,
};

/** Everything that a filter can ask of a field. */
export function filterOptions(field: ChipField, view: WorkView): PickerItem[] {
  switch (field) {
    case 'status':
      return view.statuses.map((status: Status) => ({
        value: status.id,
        label: status.name,
        icon: <StatusMark project={view.project} status={status.id} />,
      }));
    case 'priority':
      return [...PRIORITIES].reverse().map((priority) => ({
        value: priority,
        label: PRIORITY_NAMES[priority],
        icon: <PriorityIcon priority={priority} />,
      }));
    case 'type':
      return WORK_ITEM_TYPES.map((type) => ({
        value: type,
        label: WORK_ITEM_TYPE_NAMES[type],
        icon: <WorkItemTypeIcon type={type} />,
      }));
    case 'labels':
      return [
        { value: NONE, label: 'No label', icon: <LabelDot hue={undefined} className="mx-1 opacity-40" /> },
        ...[...view.labels.values()].map((label) => ({
          value: label.id,
          label: String(label.fields.name ?? ''),
          icon: <LabelDot hue={labelHue(label.fields.color)} className="mx-1" />,
        })),
      ];
    case 'assignees':
      return [
        { value: ME, label: 'Me', icon: <CircleUser className="size-5! p-0.5" /> },
        { value: NONE, label: 'Nobody', icon: <UserRoundX className="size-5! p-0.5" /> },
        ...[...new Set(view.people.values())]
          .filter(({ id }) => id !== view.me)
          .map((person) => ({
            value: person.id,
            label: person.name,
            icon: <Avatar person={person} placeholder={person.placeholder} />,
            hint: person.handle && `@${person.handle}`,
          })),
      ];
  }
}
