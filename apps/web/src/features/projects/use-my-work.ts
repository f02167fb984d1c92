import type { RecordId, RecordState } from '@atrium/protocol';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../workspace/api-client.ts';
import { useRecords } from '../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { myWork } from './my-work-order.ts';

const MOST = 50;

/** Mine and not done: what is live here, and what the server knows of projects that were not opened yet. */
export function useMyWork(): readonly RecordState[] {
  const { store } = useClient();
  const { membership } = useWorkspace();
  const me = membership.personId;
  const live = useRecords({ type: 'work_item', where: { assignees: me } });
  const asked = useQuery({
    queryKey: ['my-work', membership.tenantId],
    queryFn: () =>
      api.records.list({
        workspace: membership.tenantId,
        type: 'work_item',
        filter: 'assignees has me and completedAt is empty',
        sort: '-priority,dueDate',
        limit: MOST,
      }),
    retry: false,
  });
  return useMemo(() => {
    const found = new Map<RecordId, RecordState>();
    for (const record of asked.data?.records ?? []) found.set(record.id, store.get(record.id) ?? record);
    for (const record of live) found.set(record.id, record);
    return myWork([...found.values()], me).slice(0, MOST);
  }, [asked.data, live, store, me]);
}
