import type { RecordState, Refusal } from '@atrium/protocol';
import { ROLES } from '../access/member.ts';
import { isAdmin } from '../access/permit.ts';
import { refuse } from '../commands/refuse.ts';
import type { RecordType, Step } from '../records/record-type.ts';

export const ROLE_LABELS: { readonly [role in (typeof ROLES)[number]]: string } = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  agent: 'Member',
  readOnly: 'Read only',
};

/** A member of the workspace, or a placeholder for someone whose history was imported. */
export const personType: RecordType = {
  name: 'person',
  label: 'Person',
  plural: 'People',
  fields: {
    name: { kind: 'text', label: 'Name', required: true, maxLength: 120, personal: true },
    email: { kind: 'text', label: 'Email', maxLength: 254, personal: true },
    handle: { kind: 'text', label: 'Handle', maxLength: 40 },
    userId: { kind: 'text', label: 'Account', maxLength: 100 },
    role: {
      kind: 'select',
      label: 'Role',
      options: ROLES.map((value) => ({ value, label: ROLE_LABELS[value] })),
    },
    active: { kind: 'boolean', label: 'Active', required: true },
    placeholder: { kind: 'boolean', label: 'Placeholder' },
    claimedBy: { kind: 'user', label: 'Claimed by' },
    importedFrom: { kind: 'text', label: 'Imported from', maxLength: 200 },
  },
  place: () => ({ workspace: true, projectId: null, subjectId: null }),
  keys: (_id, { userId, handle, placeholder, importedFrom }) => {
    const keys: string[] = [];
    if (typeof userId === 'string') keys.push(`user:${userId}`);
    if (typeof handle === 'string' && placeholder !== true) keys.push(`handle:${handle.toLowerCase()}`);
    if (typeof importedFrom === 'string') keys.push(`imported:${importedFrom}`);
    return keys;
  },
  takenMessage: 'Someone in this workspace has that account, handle or origin already.',
  // The guard decides who may change what: a placeholder may be claimed by someone who is no admin.
  rights: { changed: 'read' },
  guard: guardPerson,
  title: (record) => String(record.fields.name ?? ''),
};

export function isActiveOwner(person: RecordState | undefined): boolean {
  return (
    person?.type === 'person' &&
    person.deletedAt === null &&
    person.fields.role === 'owner' &&
    person.fields.active !== false &&
    person.fields.placeholder !== true
  );
}

function guardPerson(step: Step): Refusal | undefined {
  return guardSelfService(step) ?? guardOwners(step);
}

/** What people who are no admins may change: their own name, leaving, and claiming what is theirs. */
function guardSelfService({ draft, before, after, member }: Step): Refusal | undefined {
  if (isAdmin(member)) return undefined;
  const denied = refuse('FORBIDDEN', 'Only an admin can change this.');
  if (!before || draft.change !== 'changed') return denied;
  const fields = [...Object.keys(draft.patch.set), ...draft.patch.unset];
  const allowed = fields.every((field) => {
    if (field === 'claimedBy') return mayClaim(before, after.fields.claimedBy, member.personId);
    if (before.id !== member.personId) return false;
    return field === 'name' || (field === 'active' && after.fields.active === false);
  });
  return allowed ? undefined : denied;
}

/** Giving a claim back is always possible; taking one is checked by the command, which knows both people. */
function mayClaim(before: RecordState, claimedBy: unknown, personId: string): boolean {
  return claimedBy === personId || (claimedBy === undefined && before.fields.claimedBy === personId);
}

function guardOwners({ before, after, member, read }: Step): Refusal | undefined {
  const was = isActiveOwner(before);
  const is = isActiveOwner(after);
  if (was === is && before?.fields.role === after.fields.role) return undefined;
  const concernsOwner = before?.fields.role === 'owner' || after.fields.role === 'owner';
  if (concernsOwner && member.role !== 'owner') {
    return refuse('FORBIDDEN', 'Only an owner can make or unmake owners.');
  }
  if (!was || is) return undefined;
  const owners = read.referrers('person', 'role', 'owner');
  const others = owners.some((person) => person.id !== after.id && isActiveOwner(person));
  return others ? undefined : refuse('LAST_OWNER', 'A workspace needs at least one owner.');
}
