import { projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import type { ScopeStatus } from '@atrium/sync/client';
import { useMemo } from 'react';
import { useEveryone } from '../../workspace/use-people.ts';
import { useMay, useStatuses } from '../../workspace/use-projects.ts';
import { useRecords, useScope } from '../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { useLabels } from '../item/fields/label-picker.tsx';
import { blockedItems } from './blocked-items.ts';
import type { WorkView } from './work-view-context.ts';

export interface ProjectView {
  readonly project: RecordState | undefined;
  readonly scope: string | undefined;
  /** `missing`: no project of that key, or none that I may see. */
  readonly status: ScopeStatus['kind'] | 'missing';
  readonly view: WorkView | undefined;
}

/** Keeps the project of a key live, with all that its boards and lists need. */
export function useProjectView(projectKey: string): ProjectView {
  const { membership, past } = useWorkspace();
  const { store } = useClient();
  const workspaceStatus = useScope(WORKSPACE_SCOPE);
  const projects = useRecords({ type: 'project' });
  const project = projects.find(
    ({ fields }) => String(fields.key).toLowerCase() === projectKey.toLowerCase(),
  );
  const scope = project && projectScope(project.id);
  const scopeStatus = useScope(scope);
  const where = { project: project?.id ?? 'none' };
  const people = useEveryone();
  const labels = useLabels(project?.id);
  const dependencies = useRecords({ type: 'dependency', where });
  const records = useRecords({ type: 'work_item', where });
  const statuses = useStatuses(project);
  const mayUpdate = useMay('update', 'work_item', project);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whether an item blocks depends on the items, too.
  const shape = useMemo(
    () => JSON.stringify([...blockedItems(dependencies, (id) => store.get(id))]),
    [dependencies, records, store],
  );
  // The same map while nothing in it changes, so that a change of one item draws one card.
  const blocked = useMemo(() => new Map<string, string[]>(JSON.parse(shape)), [shape]);
  const view = useMemo<WorkView | undefined>(
    () =>
      project && {
        project,
        statuses,
        people,
        labels: new Map(labels.map((label) => [label.id, label])),
        blocked,
        me: membership.personId,
        readOnly: mayUpdate ? undefined : readOnlyReason(project, past !== undefined),
        hrefOf: (key) => `/w/${membership.slug}/i/${key}`,
      },
    [project, statuses, people, labels, blocked, membership, mayUpdate, past],
  );
  const known = workspaceStatus.kind !== 'loading';
  return { project, scope, status: !project && known ? 'missing' : scopeStatus.kind, view };
}

function readOnlyReason(project: RecordState, isPast: boolean): string {
  if (isPast) return 'This is how it was. Go back to now to change it.';
  return project.fields.archivedAt === undefined
    ? 'You can read this project, but not change it.'
    : 'This project is archived, so it can only be read.';
}
