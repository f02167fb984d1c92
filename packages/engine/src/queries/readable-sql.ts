import { isAdmin, type Member, PROJECT_ROLES } from '@atrium/model';
import type { SqlValues } from './sql-values.ts';

/**
 * `canRead` of the model as a condition: a record in a project is seen with its project, a project with its
 * visibility and members, everything else by every member. A test holds the two together.
 */
export function readableSql(member: Member, alias: string, values: SqlValues): string {
  const sees = (project: string) => (isAdmin(member) ? 'TRUE' : seesSql(member, project, values));
  const inside = `${alias}.project_id IN (
    SELECT home.id FROM records home WHERE home.type = 'project' AND home.deleted_at IS NULL AND ${sees('home')})`;
  return `CASE WHEN ${alias}.type = 'project' THEN ${sees(alias)}
    ELSE ${alias}.project_id IS NULL OR ${inside} END`;
}

function seesSql(member: Member, project: string, values: SqlValues): string {
  const role = `${project}.fields -> 'members' ->> ${values.add(member.personId, 'text')}`;
  const visible = `${project}.fields -> 'visibility' = '"workspace"'::jsonb`;
  return `(${visible} OR ${role} = ANY(${values.add(PROJECT_ROLES, 'text[]')})) IS TRUE`;
}
