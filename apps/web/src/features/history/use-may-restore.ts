import { memberOf, permit } from '@atrium/model';
import type { TimelineEntry } from '@atrium/protocol/api';
import { useCallback } from 'react';
import { useRecord } from '../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';

/** Whether a record may get back what it had, as far as is known here; the preview says the rest. */
export function useMayRestore(): (
  of: Pick<TimelineEntry, 'recordId' | 'recordType' | 'projectId'>,
) => boolean {
  const { store } = useClient();
  const { membership } = useWorkspace();
  const person = useRecord(membership.personId);
  return useCallback(
    ({ recordId, recordType, projectId }) => {
      const member = memberOf(person);
      const record = store.get(recordId);
      const project = projectId === null ? undefined : store.get(projectId);
      return member !== undefined && permit(member, 'update', { type: recordType, record, project });
    },
    [person, store],
  );
}
