import { permit } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import type { PersonView } from '../../../workspace/use-people.ts';

/**
 * Who can be chosen, in order: me, members who can see the project, then placeholders. Whoever is chosen already
 * stays, so that they can be taken off.
 */
export function assignable(
  people: readonly PersonView[],
  chosen: readonly RecordId[],
  me: RecordId,
  project: RecordState | undefined,
): PersonView[] {
  return people
    .filter((person) => person.placeholder || chosen.includes(person.id) || sees(person, project))
    .sort((a, b) => place(a, me) - place(b, me) || a.name.localeCompare(b.name));
}

function sees({ id, role }: PersonView, project: RecordState | undefined): boolean {
  if (role === undefined) return false;
  return permit({ personId: id, role }, 'read', { type: 'work_item', project });
}

function place(person: PersonView, me: RecordId): number {
  if (person.id === me) return 0;
  return person.placeholder ? 2 : 1;
}
