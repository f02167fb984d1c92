import { memberOf, type Role } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { standingFor } from './standing-for.ts';
import { useRecord, useRecords } from './use-records.ts';
import { useClient, useWorkspace } from './workspace-context.ts';

export interface PersonView {
  readonly id: RecordId;
  readonly name: string;
  readonly handle: string | undefined;
  readonly email: string | undefined;
  /** Someone whose history was imported, and who has no account here. */
  readonly placeholder: boolean;
  /** May act in the workspace now. */
  readonly role: Role | undefined;
}

export function personView(record: RecordState): PersonView {
  const { name, handle, email, placeholder } = record.fields;
  return {
    id: record.id,
    name: typeof name === 'string' ? name : 'Someone',
    handle: typeof handle === 'string' ? handle : undefined,
    email: typeof email === 'string' ? email : undefined,
    placeholder: placeholder === true,
    role: memberOf(record)?.role,
  };
}

/** Everyone who can be chosen, members first, by name. Claimed placeholders are none: their claimant is here. */
export function usePeople(): readonly PersonView[] {
  const records = useRecords({ type: 'person' });
  const { store } = useClient();
  return useMemo(
    () =>
      records
        .filter((record) => standingFor(record, (id) => store.get(id)) === record)
        .map(personView)
        .sort((a, b) => Number(a.placeholder) - Number(b.placeholder) || a.name.localeCompare(b.name)),
    [records, store],
  );
}

/** By id, for display: whoever claimed a placeholder stands for it. In the order of `usePeople`. */
export function useEveryone(): ReadonlyMap<RecordId, PersonView> {
  const records = useRecords({ type: 'person' });
  const people = usePeople();
  const { store } = useClient();
  return useMemo(() => {
    const everyone = new Map(people.map((person) => [person.id, person]));
    for (const record of records) {
      const shown = standingFor(record, (id) => store.get(id));
      if (!everyone.has(record.id)) everyone.set(record.id, everyone.get(shown.id) ?? personView(shown));
    }
    return everyone;
  }, [records, people, store]);
}

/** Whoever a handle means; that of a placeholder means its claimant. */
export function usePersonByHandle(handle: string): PersonView | undefined {
  const records = useRecords({ type: 'person' });
  const everyone = useEveryone();
  const named = records.filter(({ fields }) => String(fields.handle ?? '').toLowerCase() === handle);
  // A member's own handle goes before one that came with an import.
  const record = named.find(({ fields }) => fields.placeholder !== true) ?? named[0];
  return record && everyone.get(record.id);
}

/** A person for display; whoever claimed a placeholder stands for it. */
export function usePerson(id: RecordId | undefined): PersonView {
  const record = useRecord(id);
  const claimedBy = record?.fields.claimedBy;
  const claimant = useRecord(typeof claimedBy === 'string' ? claimedBy : undefined);
  const shown = record && standingFor(record, () => claimant);
  return useMemo(
    () =>
      shown
        ? personView(shown)
        : {
            id: id ?? '',
            name: 'Someone',
            handle: undefined,
            email: undefined,
            placeholder: true,
            role: undefined,
          },
    [shown, id],
  );
}

/** The signed-in person as a member; role changes show at once. */
export function useMyself(): PersonView {
  const { membership } = useWorkspace();
  return usePerson(membership.personId);
}
