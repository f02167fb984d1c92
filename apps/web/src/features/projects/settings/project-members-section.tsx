import {
  membersOf,
  PROJECT_ROLES,
  type ProjectRole,
  removeProjectMember,
  setProjectMember,
} from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { ChevronDown, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../../design/avatar.tsx';
import { Button } from '../../../design/button.tsx';
import { IconButton } from '../../../design/icon-button.tsx';
import { Menu } from '../../../design/menu.tsx';
import { Picker } from '../../../design/picker.tsx';
import { type PersonView, usePeople } from '../../../workspace/use-people.ts';
import { useSend } from '../../../workspace/use-send.ts';
import { SettingsRows, SettingsSection } from './settings-section.tsx';

const ROLE_WORDS: Record<ProjectRole, { label: string; hint: string }> = {
  lead: { label: 'Lead', hint: 'also changes settings' },
  member: { label: 'Member', hint: 'works in it' },
  viewer: { label: 'Viewer', hint: 'reads and comments' },
};

export function ProjectMembersSection({ project, may }: { project: RecordState; may: boolean }) {
  const send = useSend();
  const people = usePeople();
  const [adding, setAdding] = useState(false);
  const members = membersOf(project);
  const inside = people.filter(({ id }) => Object.hasOwn(members, id));
  const outside = people.filter(({ id, role }) => role !== undefined && !Object.hasOwn(members, id));
  const isPrivate = project.fields.visibility === 'private';
  return (
    <SettingsSection
      title="Members"
      lead={
        isPrivate
          ? 'Only they see this project, besides the owners and admins of the workspace.'
          : 'Everyone in the workspace can work here; a role of its own narrows that down, or makes someone a lead.'
      }
    >
      {inside.length > 0 && (
        <SettingsRows label="Project members">
          {inside.map((person) => (
            <MemberRow
              key={person.id}
              person={person}
              role={PROJECT_ROLES.find((role) => role === members[person.id]) ?? 'member'}
              may={may}
              onRole={(role) => send(setProjectMember(project, { personId: person.id, role }))}
              onRemove={() =>
                send(removeProjectMember(project, { personId: person.id }), `${person.name} removed`)
              }
            />
          ))}
        </SettingsRows>
      )}
      {may && (
        <div>
          <Picker
            label="Add someone"
            empty="Everyone is here already."
            open={adding}
            onOpenChange={setAdding}
            value={undefined}
            items={outside.map((person) => ({
              value: person.id,
              label: person.name,
              hint: person.email,
              icon: <Avatar person={person} />,
            }))}
            onChange={(personId) => send(setProjectMember(project, { personId, role: 'member' }))}
            trigger={<Button icon={<UserPlus />}>Add someone</Button>}
          />
        </div>
      )}
    </SettingsSection>
  );
}

function MemberRow({
  person,
  role,
  may,
  onRole,
  onRemove,
}: {
  person: PersonView;
  role: ProjectRole;
  may: boolean;
  onRole: (role: ProjectRole) => void;
  onRemove: () => void;
}) {
  return (
    <li className="flex h-11 items-center gap-3 pl-4 pr-2">
      <Avatar person={person} size="medium" placeholder={person.placeholder} />
      <span className="min-w-0 flex-1 truncate text-13 font-medium">
        {person.name}
        {person.role === undefined && <span className="ml-2 font-normal text-ink-faint">not active</span>}
      </span>
      <Menu
        align="end"
        items={PROJECT_ROLES.map((value) => ({
          ...ROLE_WORDS[value],
          checked: value === role,
          run: () => onRole(value),
        }))}
      >
        <Button
          variant="ghost"
          size="small"
          disabled={!may}
          aria-label={`Role of ${person.name}: ${ROLE_WORDS[role].label}`}
        >
          {ROLE_WORDS[role].label}
          <ChevronDown aria-hidden="true" />
        </Button>
      </Menu>
      {may && (
        <IconButton
          size="small"
          label={`Remove ${person.name} from the project`}
          icon={<UserMinus />}
          onClick={onRemove}
        />
      )}
    </li>
  );
}
