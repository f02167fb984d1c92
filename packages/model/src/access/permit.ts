import type { RecordState } from '@atrium/protocol';
import type { Member, ProjectRole, Role } from './member.ts';
import { PROJECT_ROLES } from './member.ts';

export const RIGHTS = ['read', 'comment', 'create', 'update', 'delete', 'manage'] as const;
export type Right = (typeof RIGHTS)[number];

export interface Target {
  readonly type: string;
  /** The record itself, where it exists. */
  readonly record?: RecordState | undefined;
  /** The project the record lives in. For a project's own record this is that record. */
  readonly project?: RecordState | undefined;
}

/** What a project role allows at most; it narrows the workspace role and never widens it. */
const PROJECT_RIGHTS: Record<ProjectRole, ReadonlySet<Right>> = {
  lead: new Set<Right>(RIGHTS),
  member: new Set<Right>(['read', 'comment', 'create', 'update', 'delete']),
  viewer: new Set<Right>(['read', 'comment']),
};

const WORKSPACE_RIGHTS: Record<Role, ReadonlySet<Right>> = {
  owner: new Set<Right>(RIGHTS),
  admin: new Set<Right>(RIGHTS),
  manager: new Set<Right>(RIGHTS),
  agent: new Set<Right>(['read', 'comment', 'create', 'update', 'delete']),
  readOnly: new Set<Right>(['read']),
};

/** What an archived project still allows: looking, and taking it out of the archive. */
const ARCHIVED_RIGHTS: ReadonlySet<Right> = new Set<Right>(['read', 'manage']);

/** Types that only owners and admins change; everyone reads them. A person may update their own record. */
const ADMIN_TYPES: ReadonlySet<string> = new Set(['workspace', 'person']);

/**
 * The one rule of who may do what, used by server and client alike. A record that lives in a project must
 * come with it: see `canRead`, which refuses when it is missing.
 */
export function permit(member: Member, right: Right, target: Target): boolean {
  if (ADMIN_TYPES.has(target.type)) return permitAdminType(member, right, target);
  if (!WORKSPACE_RIGHTS[member.role].has(right)) return false;
  return target.project === undefined || permitInProject(member, right, target.project);
}

function permitAdminType(member: Member, right: Right, target: Target): boolean {
  if (right === 'read') return true;
  if (isAdmin(member)) return true;
  return right === 'update' && target.type === 'person' && target.record?.id === member.personId;
}

function permitInProject(member: Member, right: Right, project: RecordState): boolean {
  if (project.fields.archivedAt !== undefined && !ARCHIVED_RIGHTS.has(right)) return false;
  if (isAdmin(member)) return true;
  const role = projectRole(project, member.personId);
  if (role) return PROJECT_RIGHTS[role].has(right);
  if (project.fields.visibility !== 'workspace') return false;
  return right !== 'manage' || member.role === 'manager';
}

export function isAdmin({ role }: Member): boolean {
  return role === 'owner' || role === 'admin';
}

export function projectRole(project: RecordState, personId: string): ProjectRole | undefined {
  const members = project.fields.members;
  if (typeof members !== 'object' || members === null || Array.isArray(members)) return undefined;
  return PROJECT_ROLES.find((role) => Object.hasOwn(members, personId) && members[personId] === role);
}
