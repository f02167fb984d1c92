import type { Actor, RecordId, RecordState } from '@atrium/protocol';

export const ROLES = ['owner', 'admin', 'manager', 'agent', 'readOnly'] as const;
export type Role = (typeof ROLES)[number];

export const PROJECT_ROLES = ['lead', 'member', 'viewer'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

/** Someone acting in a tenant, as rights see them. */
export interface Member {
  readonly personId: RecordId;
  readonly role: Role;
}

/** The member behind a person's record; undefined when the person may not act here (any more). */
export function memberOf(person: RecordState | undefined): Member | undefined {
  if (person?.type !== 'person' || person.deletedAt !== null) return undefined;
  if (person.fields.active === false || person.fields.placeholder === true) return undefined;
  const role = ROLES.find((name) => name === person.fields.role);
  return role && { personId: person.id, role };
}

/** The system acts with full rights under the tenant's own id. */
export function systemMember(actor: Actor): Member | undefined {
  return actor.via === 'system' ? { personId: actor.personId, role: 'owner' } : undefined;
}
