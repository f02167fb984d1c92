import type { RecordState } from '@atrium/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { api } from '../../../workspace/api-client.ts';
import { useObservable } from '../../../workspace/use-observable.ts';
import { useClient, useWorkspace } from '../../../workspace/workspace-context.ts';
import { groupChanges } from './change-groups.ts';

/** An item's changes from the log, newest pages first; asked again whenever the item moves on. */
export function useActivity(item: RecordState) {
  const client = useClient();
  const { membership } = useWorkspace();
  const { unsent, connection } = useObservable(client.status);
  const query = useInfiniteQuery({
    queryKey: ['activity', membership.tenantId, item.id],
    queryFn: ({ pageParam }) =>
      api.activity.list({ workspace: membership.slug, record: item.id, limit: 100, cursor: pageParam }),
    // Until the server has given a number, there is nothing in the log to ask for.
    enabled: typeof item.fields.number === 'number',
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
  const { refetch } = query;
  // Own changes are in the log once nothing waits to be sent.
  const settled = unsent === 0 && connection === 'live';
  const asked = useRef(item.version);
  useEffect(() => {
    if (!settled || asked.current === item.version) return;
    asked.current = item.version;
    void refetch();
  }, [settled, item.version, refetch]);
  const groups = useMemo(() => {
    const events = query.data?.pages.flatMap(({ events: page }) => page) ?? [];
    return groupChanges(events.filter(({ recordId }) => recordId === item.id).reverse());
  }, [query.data, item.id]);
  return { ...query, groups };
}
