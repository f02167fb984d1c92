import type { RecordState } from '@atrium/protocol';
import { placeOf } from '../records/place-of.ts';
import type { Registry } from '../registry.ts';
import { builtIn } from '../registry.ts';
import type { Member } from './member.ts';
import { permit } from './permit.ts';

/**
 * Whether a member may see a record. Closed by default: a record that lives in a project is hidden when
 * that project is not given, is another one, or is deleted. A deleted record itself stays readable.
 * @param project the record's project; not needed for a project's own record
 */
export function canRead(
  member: Member,
  record: RecordState,
  project?: RecordState,
  registry: Registry = builtIn,
): boolean {
  if (record.type === 'project') return permit(member, 'read', { type: 'project', record, project: record });
  const { projectId } = placeOf(record, registry);
  if (projectId === null) return permit(member, 'read', { type: record.type, record });
  if (project?.id !== projectId || project.deletedAt !== null) return false;
  return permit(member, 'read', { type: record.type, record, project });
}
