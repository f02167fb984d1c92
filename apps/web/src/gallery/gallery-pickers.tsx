import { useState } from 'react';
import { Avatar, AvatarStack } from '../design/avatar.tsx';
import { Picker } from '../design/picker.tsx';
import { PickerButton } from '../design/picker-button.tsx';
import type { PickerItem } from '../design/picker-match.ts';
import { PRIORITY_NAMES, type Priority, PriorityIcon } from '../design/priority-icon.tsx';
import { type StatusCategory, StatusIcon } from '../design/status-icon.tsx';
import { PEOPLE, Section } from './gallery-parts.tsx';

const STATUSES: { id: string; name: string; category: StatusCategory }[] = [
  { id: 'backlog', name: 'Backlog', category: 'todo' },
  { id: 'ready', name: 'Ready', category: 'todo' },
  { id: 'progress', name: 'In progress', category: 'doing' },
  { id: 'done', name: 'Done', category: 'done' },
];

const statusItems: PickerItem[] = STATUSES.map((status, index) => ({
  value: status.id,
  label: status.name,
  icon: <StatusIcon category={status.category} />,
  shortcut: String(index + 1),
}));
const priorityItems = (Object.keys(PRIORITY_NAMES) as Priority[]).map((priority, index) => ({
  value: priority,
  label: PRIORITY_NAMES[priority],
  icon: <PriorityIcon priority={priority} />,
  shortcut: String(index),
}));
const peopleItems: PickerItem[] = PEOPLE.map((person) => ({
  value: person.id,
  label: person.name,
  icon: <Avatar person={person} />,
}));

export function GalleryPickers() {
  const [status, setStatus] = useState('progress');
  const [priority, setPriority] = useState<Priority>('high');
  const [people, setPeople] = useState<string[]>([PEOPLE[0]?.id ?? '', PEOPLE[3]?.id ?? '']);
  const chosen = STATUSES.find((candidate) => candidate.id === status);
  return (
    <Section title="Pickers">
      <Picker
        label="Change status"
        keys="s"
        items={statusItems}
        value={status}
        onChange={setStatus}
        trigger={
          <PickerButton data-gallery="status" icon={<StatusIcon category={chosen?.category ?? 'todo'} />}>
            {chosen?.name}
          </PickerButton>
        }
      />
      <Picker
        label="Change priority"
        keys="p"
        items={priorityItems}
        value={priority}
        onChange={setPriority}
        trigger={
          <PickerButton boxed icon={<PriorityIcon priority={priority} />}>
            {PRIORITY_NAMES[priority]}
          </PickerButton>
        }
      />
      <Picker
        multiple
        label="Assign to"
        keys="a"
        items={peopleItems}
        value={people}
        onChange={setPeople}
        onCreate={() => undefined}
        trigger={
          <PickerButton
            data-gallery="people"
            icon={<AvatarStack people={PEOPLE.filter((person) => people.includes(person.id))} />}
            placeholder="Nobody"
          >
            {people.length === 0 ? '' : `${people.length} people`}
          </PickerButton>
        }
      />
    </Section>
  );
}
