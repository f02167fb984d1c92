import type { RecordState } from '@atrium/protocol';
import { z } from 'zod';
import { ROLES } from '../access/member.ts';
import { isAdmin } from '../access/permit.ts';
import { defineChange, defineCreate } from '../commands/define-command.ts';
import { invalidInput } from '../commands/read-input.ts';
import { refuse } from '../commands/refuse.ts';
import { changed, created } from '../records/drafts.ts';
import { id, line, nothing } from '../records/text.ts';
import { personType } from './person.ts';

const role = z.enum(ROLES);
const name = line(120, 'Give the person a name.');
const email = z.string().trim().toLowerCase().pipe(z.email('This is not an e-mail address.').max(254));
const handle = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._[\]-]{0,39}$/u, 'Use letters, digits, dots and dashes.');

/** Members come with their account's id and a role; placeholders with the place they were imported from. */
export const createPerson = defineCreate(personType, {
  name: 'person.create',
  input: z.strictObject({
    name,
    email: email.optional(),
    handle: handle.optional(),
    userId: line(100).optional(),
    role: role.optional(),
    placeholder: z.boolean().optional(),
    importedFrom: line(200).optional(),
  }),
  right: 'create',
  projectOf: () => null,
  decide: ({ placeholder, role, ...input }, { command }) => {
    if (placeholder && (role !== undefined || input.userId !== undefined)) {
      return invalidInput('placeholder', 'A placeholder has neither a role nor an account.');
    }
    const kind = placeholder ? { placeholder: true } : { role: role ?? 'agent' };
    return [created('person', command.recordId, { ...input, ...kind, active: true })];
  },
});

export const updatePerson = defineChange(personType, {
  name: 'person.update',
  input: z.strictObject({
    name: name.optional(),
    email: email.nullable().optional(),
    handle: handle.nullable().optional(),
    userId: line(100).optional(),
  }),
  right: 'update',
  decide: (input, { record }) => {
    const entries = Object.entries(input).filter(([, value]) => value !== undefined);
    return changed(record, Object.fromEntries(entries.map(([field, value]) => [field, value ?? undefined])));
  },
});

export const setPersonRole = defineChange(personType, {
  name: 'person.setRole',
  input: z.strictObject({ role }),
  right: 'manage',
  decide: (input, { record }) => {
    if (record.fields.placeholder === true) return refuseForPlaceholder();
    return changed(record, { role: input.role }, 'role_changed');
  },
});

/** Takes all rights away and keeps the history. With one's own record: leaves the workspace. */
export const deactivatePerson = defineChange(personType, {
  name: 'person.deactivate',
  input: nothing,
  right: 'update',
  decide: (_input, { record }) => {
    if (record.fields.placeholder === true) return refuseForPlaceholder();
    return changed(record, { active: false }, 'deactivated');
  },
});

export const reactivatePerson = defineChange(personType, {
  name: 'person.reactivate',
  input: nothing,
  right: 'manage',
  decide: (_input, { record }) => changed(record, { active: true }, 'reactivated'),
});

/**
 * Says that a placeholder is a member. An admin may say it of anyone, a member of themself where e-mail or
 * handle agree (both are set by admins or checked by sign-up, never by the member). Null takes it back.
 */
export const claimPerson = defineChange(personType, {
  name: 'person.claim',
  input: z.strictObject({ personId: id.nullable() }),
  right: 'read',
  decide: ({ personId }, { record, member, read }) => {
    if (record.fields.placeholder !== true) {
      return refuse('INVALID_INPUT', 'Only a placeholder can be claimed.');
    }
    if (personId === null) return changed(record, { claimedBy: undefined }, 'unclaimed');
    const claimant = read.get(personId);
    if (claimant?.type !== 'person' || claimant.deletedAt !== null || claimant.fields.placeholder === true) {
      return refuse('NOT_FOUND', 'This person does not exist.');
    }
    if (!isAdmin(member) && !(personId === member.personId && sameIdentity(record, claimant))) {
      return refuse('FORBIDDEN', 'Ask an admin to confirm that this is you.');
    }
    return changed(record, { claimedBy: personId }, 'claimed');
  },
});

function sameIdentity(placeholder: RecordState, member: RecordState): boolean {
  return ['email', 'handle'].some((field) => {
    const [a, b] = [placeholder.fields[field], member.fields[field]];
    return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
  });
}

function refuseForPlaceholder() {
  return refuse('INVALID_INPUT', 'A placeholder is nobody who could act here.');
}
