import { ROLES, type Role } from '@atrium/model';
import type { PersonView } from '../../workspace/use-people.ts';

export const ROLE_HINTS: Record<Role, string> = {
  owner: 'everything, and other owners',
  admin: 'members and every project',
  manager: 'creates and manages projects',
  agent: 'works in projects',
  readOnly: 'looks',
};

export interface RoleChoice {
  readonly role: Role;
  readonly allowed: boolean;
}

/** Which roles someone may give to a member: the same rule that decides on the server, told beforehand. */
export function roleChoices(me: PersonView, person: Pick<PersonView, 'role'>): RoleChoice[] {
  return ROLES.map((role) => {
    const concernsOwner = role === 'owner' || person.role === 'owner';
    return { role, allowed: isAdmin(me) && (!concernsOwner || me.role === 'owner') };
  });
}

/** Why someone's membership may not be changed by me; nothing when it may. */
export function membershipProblem(me: PersonView, person: PersonView, owners: number): string | undefined {
  if (person.role === 'owner' && owners === 1) return 'A workspace needs at least one owner.';
  if (person.id === me.id) return undefined;
  if (!isAdmin(me)) return 'Only owners and admins change members.';
  if (person.role === 'owner' && me.role !== 'owner') return 'Only an owner can change owners.';
  return undefined;
}

export function isAdmin({ role }: Pick<PersonView, 'role'>): boolean {
  return role === 'owner' || role === 'admin';
}
