import { claimPerson } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useMemo, useState } from 'react';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { Picker } from '../../design/picker.tsx';
import { type PersonView, personView, useMyself, usePeople, usePerson } from '../../workspace/use-people.ts';
import { useRecords } from '../../workspace/use-records.ts';
import { useSend } from '../../workspace/use-send.ts';
import { isAdmin } from './member-rights.ts';
import { MembersSection } from './members-section.tsx';
import { originWords } from './origin-words.ts';

const FIRST = 12;

/** People whose history came with an import, and the members they turned out to be. */
export function ImportedPeople() {
  const records = useRecords({ type: 'person' });
  const people = usePeople();
  const [all, setAll] = useState(false);
  const imported = useMemo(
    () =>
      records
        .filter((record) => record.fields.placeholder === true)
        .sort(
          (a, b) =>
            Number(a.fields.claimedBy !== undefined) - Number(b.fields.claimedBy !== undefined) ||
            String(a.fields.name).localeCompare(String(b.fields.name)),
        ),
    [records],
  );
  if (imported.length === 0) return null;
  const members = people.filter(({ role }) => role !== undefined);
  const shown = all ? imported : imported.slice(0, FIRST);
  return (
    <MembersSection
      title="Imported people"
      count={imported.length}
      lead="They wrote or did something in what was imported. Say which member someone is, and their history is shown under the member’s name."
    >
      {shown.map((record) => (
        <ImportedRow key={record.id} record={record} members={members} />
      ))}
      {shown.length < imported.length && (
        <li className="p-1.5">
          <Button variant="ghost" size="small" onClick={() => setAll(true)}>
            Show all {imported.length}
          </Button>
        </li>
      )}
    </MembersSection>
  );
}

function ImportedRow({ record, members }: { record: RecordState; members: readonly PersonView[] }) {
  const send = useSend();
  const me = useMyself();
  const person = personView(record);
  const { claimedBy, importedFrom } = record.fields;
  const claimant = usePerson(typeof claimedBy === 'string' ? claimedBy : undefined);
  const mine = isSamePerson(person, me);
  const claim = (personId: string) => {
    const member = members.find(({ id }) => id === personId);
    send(claimPerson(record, { personId }), `${person.name} is ${member?.name ?? 'claimed'}`);
  };
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5 pl-4 pr-3">
      <Avatar person={person} size="medium" placeholder />
      <div className="min-w-0 flex-1">
        <p className="truncate text-13 font-medium">{person.name}</p>
        <p className="truncate text-12 text-ink-faint">{originWords(importedFrom)}</p>
      </div>
      {typeof claimedBy === 'string' ? (
        <>
          <span className="flex min-w-0 items-center gap-2 text-12 text-ink-muted">
            is <Avatar person={claimant} /> <span className="truncate max-wide:hidden">{claimant.name}</span>
          </span>
          {(isAdmin(me) || claimedBy === me.id) && (
            <Button
              size="small"
              variant="ghost"
              onClick={() => send(claimPerson(record, { personId: null }), `${person.name} is open again`)}
            >
              Take back
            </Button>
          )}
        </>
      ) : isAdmin(me) ? (
        <Picker
          label="Which member is this?"
          align="end"
          value={undefined}
          items={members.map((member) => ({
            value: member.id,
            label: member.name,
            hint: isSamePerson(person, member) ? 'likely' : undefined,
            icon: <Avatar person={member} />,
          }))}
          onChange={claim}
          trigger={
            <Button size="small" aria-label={`Say who ${person.name} is`}>
              Say who this is
            </Button>
          }
        />
      ) : (
        mine && (
          <Button size="small" onClick={() => claim(me.id)}>
            This is me
          </Button>
        )
      )}
    </li>
  );
}

function isSamePerson(a: PersonView, b: PersonView): boolean {
  const same = (x: string | undefined, y: string | undefined) =>
    x !== undefined && y !== undefined && x.toLowerCase() === y.toLowerCase();
  return same(a.email, b.email) || same(a.handle, b.handle);
}
