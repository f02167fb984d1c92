import type { RecordState } from '@atrium/protocol';
import { UserRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Avatar, AvatarStack } from '../../../design/avatar.tsx';
import { Picker } from '../../../design/picker.tsx';
import { PickerButton } from '../../../design/picker-button.tsx';
import type { PickerItem } from '../../../design/picker-match.ts';
import { peopleAt } from '../../../workspace/standing-for.ts';
import { type PersonView, useEveryone, usePeople } from '../../../workspace/use-people.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';
import type { SetFieldProps } from './field-props.ts';
import { assignable } from './people-order.ts';

export function AssigneePicker({
  project,
  value,
  onChange,
  children,
  boxed,
  disabled,
  open,
  onOpenChange,
  align,
}: SetFieldProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const shown = open ?? ownOpen;
  const people = usePeople();
  const everyone = useEveryone();
  const { membership } = useWorkspace();
  const chosen = peopleAt(value, everyone);
  const chosenIds = useMemo(() => peopleAt(value, everyone).map(({ id }) => id), [value, everyone]);
  const items = useMemo(
    () => (shown ? peopleItems(people, chosenIds, membership.personId, project) : []),
    [shown, people, chosenIds, membership.personId, project],
  );
  return (
    <Picker
      multiple
      label="Assign to"
      keys="a"
      items={items}
      value={chosenIds}
      onChange={(_, { added, removed }) => {
        // Whoever is taken off may be there as the placeholder that they claimed.
        const held =
          value.find((id) => id === removed) ?? value.find((id) => everyone.get(id)?.id === removed);
        const left = value.filter((id) => id !== held);
        onChange(added ? [...left, added] : left, added ? { added } : { removed: held });
      }}
      open={shown}
      onOpenChange={(next) => {
        setOwnOpen(next);
        onOpenChange?.(next);
      }}
      align={align}
      empty="Nobody of that name is here."
      trigger={
        children ?? (
          <PickerButton
            boxed={boxed}
            disabled={disabled}
            aria-label={`Assignees: ${chosen.map(({ name }) => name).join(', ') || 'nobody'}`}
            icon={
              chosen.length > 0 ? <PeopleMarks people={chosen} /> : <UserRound className="text-ink-faint" />
            }
            placeholder={disabled ? 'None' : 'Assign'}
          >
            {chosen.length === 1 ? chosen[0]?.name : chosen.length > 1 ? `${chosen.length} people` : ''}
          </PickerButton>
        )
      }
    />
  );
}

/** One person's avatar, or a stack of several; placeholders are drawn dashed. */
export function PeopleMarks({ people, max }: { people: readonly PersonView[]; max?: number }) {
  const [only] = people;
  if (people.length === 1 && only) return <Avatar person={only} placeholder={only.placeholder} />;
  return <AvatarStack people={people} max={max} />;
}

function peopleItems(
  people: readonly PersonView[],
  value: readonly string[],
  me: string,
  project: RecordState | undefined,
): PickerItem[] {
  return assignable(people, value, me, project).map((person) => ({
    value: person.id,
    label: person.name,
    icon: <Avatar person={person} placeholder={person.placeholder} />,
    hint: person.id === me ? 'you' : person.handle && `@${person.handle}`,
    keywords: person.email ? [person.email] : undefined,
    group: person.placeholder ? 'Imported' : undefined,
  }));
}
