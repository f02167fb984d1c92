import { projectScope } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { useRecords, useScope } from '../../workspace/use-records.ts';
import { type Progress, progressOf } from './project-progress.ts';

/** Live progress while `live`; undefined before it is known, and where it is not followed. */
export function useProjectProgress(project: RecordState, live: boolean): Progress | undefined {
  const scope = useScope(live ? projectScope(project.id) : undefined);
  const items = useRecords({ type: 'work_item', where: { project: project.id } });
  const known = live && (scope.kind === 'ready' || scope.kind === 'stale');
  return useMemo(() => (known ? progressOf(project, items) : undefined), [known, project, items]);
}
