import { memberOf, permit, type Right, statusesOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { useRecord, useRecords } from './use-records.ts';
import { useClient, useWorkspace } from './workspace-context.ts';

/** Projects that are not archived, by name. */
export function useProjects(): readonly RecordState[] {
  const records = useRecords({ type: 'project' });
  return useMemo(
    () =>
      records
        .filter((project) => project.fields.archivedAt === undefined)
        .sort((a, b) => String(a.fields.name).localeCompare(String(b.fields.name))),
    [records],
  );
}

/** The project of a key in an address, such as `ATR`. */
export function useProjectByKey(key: string): RecordState | undefined {
  const projects = useRecords({ type: 'project' });
  return projects.find((project) => String(project.fields.key).toLowerCase() === key.toLowerCase());
}

export function useStatuses(project: RecordState | undefined) {
  return useMemo(() => statusesOf(project), [project]);
}

/** Whether I may do this to records of a type in a project; the same rule as on the server. */
export function useMay(right: Right, type: string, project?: RecordState): boolean {
  const { store } = useClient();
  const { membership, past } = useWorkspace();
  const person = useRecord(membership.personId);
  const member = memberOf(person ?? store.get(membership.personId));
  return (
    past === undefined &&
    member !== undefined &&
    permit(member, right, { type, project, record: type === 'project' ? project : undefined })
  );
}
