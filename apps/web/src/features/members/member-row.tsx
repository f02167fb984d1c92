import { deactivatePerson, ROLE_LABELS, reactivatePerson, setPersonRole } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { ChevronDown, DoorOpen, Ellipsis, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import type { MenuEntry } from '../../design/menu-items.ts';
import { personView, useMyself } from '../../workspace/use-people.ts';
import { useSend } from '../../workspace/use-send.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { membershipProblem, ROLE_HINTS, roleChoices } from './member-rights.ts';

/** A member, active or not. */
export function MemberRow({ record, owners }: { record: RecordState; owners: number }) {
  const me = useMyself();
  const send = useSend();
  const [leaving, setLeaving] = useState(false);
  const person = personView(record);
  const isMe = person.id === me.id;
  const active = person.role !== undefined;
  const problem = membershipProblem(me, person, owners);
  const away: MenuEntry = active
    ? {
        label: isMe ? 'Leave workspace' : 'Deactivate',
        icon: isMe ? <DoorOpen /> : <UserX />,
        danger: true,
        disabled: problem !== undefined,
        run: () =>
          isMe ? setLeaving(true) : send(deactivatePerson(record), `${person.name} can no longer come in`),
      }
    : {
        label: 'Let in again',
        icon: <UserCheck />,
        disabled: problem !== undefined,
        run: () => send(reactivatePerson(record), `${person.name} is a member again`),
      };
  return (
    <li className="flex min-h-14 items-center gap-3 py-2 pl-4 pr-2">
      <Avatar person={person} size="large" className={active ? undefined : 'opacity-50'} />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2 text-13 font-medium">
          <span className="truncate">{person.name}</span>
          {isMe && <Badge>You</Badge>}
          {!active && <Badge>Not active</Badge>}
        </p>
        <p className="truncate text-12 text-ink-faint">{person.email ?? 'No e-mail address'}</p>
      </div>
      {active && <RoleMenu record={record} />}
      <Menu
        align="end"
        items={problem ? [away, { kind: 'separator' }, { kind: 'label', label: problem }] : [away]}
      >
        <IconButton label={`More about ${person.name}`} icon={<Ellipsis />} />
      </Menu>
      {isMe && <LeaveDialog open={leaving} onOpenChange={setLeaving} record={record} />}
    </li>
  );
}

function RoleMenu({ record }: { record: RecordState }) {
  const me = useMyself();
  const send = useSend();
  const person = personView(record);
  const role = person.role ?? 'agent';
  const choices = roleChoices(me, person);
  const label = ROLE_LABELS[role];
  if (!choices.some(({ allowed }) => allowed)) {
    return <span className="px-2 text-12 text-ink-muted">{label}</span>;
  }
  return (
    <Menu
      align="end"
      items={choices.map((choice) => ({
        label: ROLE_LABELS[choice.role],
        hint: ROLE_HINTS[choice.role],
        checked: choice.role === role,
        disabled: !choice.allowed,
        run: () => {
          if (choice.role === role) return;
          const said = `${person.name} is ${ROLE_LABELS[choice.role].toLowerCase()} now`;
          send(setPersonRole(record, { role: choice.role }), said);
        },
      }))}
    >
      <Button variant="ghost" size="small" aria-label={`Role of ${person.name}: ${label}`}>
        {label}
        <ChevronDown aria-hidden="true" />
      </Button>
    </Menu>
  );
}
