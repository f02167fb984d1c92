import { isAdmin, type Member, PROJECT_ROLES } from '@atrium/model';
import type { SqlValues } from './sql-values.ts';

/**
 * `canRead` of the model as a condition: a record in a project is seen with its project, a project with its
 * visibility and members, everything else by every member. A test holds the two together.
 */
export function readableSql(member: Member, alias: string, values: SqlValues): string {
  return `CASE WHEN ${alias}.type = 'project' THEN ${seesSql(member, alias, values)}
    ELSE ${homeSql(member, alias, values)} END`;
}

/** That the project of what is behind `alias` is there and may be seen, if it lives in one. */
export function homeSql(member: Member, alias: string, values: SqlValues): string {
  return `(${alias}.project_id IS NULL OR ${alias}.project_id IN (SELECT home.id FROM records home
    WHERE home.type = 'project' AND home.deleted_at IS NULL AND ${seesSql(member, 'home', values)}))`;
}

function seesSql(member: Member, project: string, values: SqlValues): string {
  if (isAdmin(member)) return 'TRUE';
  const role = `${project}.fields -> 'members' ->> ${values.add(member.personId, 'text')}`;
  const visible = `${project}.fields -> 'visibility' = '"workspace"'::jsonb`;
  return `(${visible} OR ${role} = ANY(${values.add(PROJECT_ROLES, 'text[]')})) IS TRUE`;
}
