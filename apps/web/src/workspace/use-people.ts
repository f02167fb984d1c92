import { memberOf, type Role } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { useRecord, useRecords } from './use-records.ts';
import { useWorkspace } from './workspace-context.ts';

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

/** Everyone, members first, by name. */
export function usePeople(): readonly PersonView[] {
  const records = useRecords({ type: 'person' });
  return useMemo(
    () =>
      records
        .map(personView)
        .sort((a, b) => Number(a.placeholder) - Number(b.placeholder) || a.name.localeCompare(b.name)),
    [records],
  );
}

/** A person for display; whoever claimed a placeholder stands for it. */
export function usePerson(id: RecordId | undefined): PersonView {
  const record = useRecord(id);
  const claimedBy = record?.fields.claimedBy;
  const claimant = useRecord(typeof claimedBy === 'string' ? claimedBy : undefined);
  const shown = claimant ?? record;
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
