import type { RecordState } from '@atrium/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { api } from '../../../workspace/api-client.ts';
import { useObservable } from '../../../workspace/use-observable.ts';
import { useRecords } from '../../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../../workspace/workspace-context.ts';
import { groupChanges } from './change-groups.ts';
import { linkChanges } from './link-changes.ts';

/** An item's changes and those of its links from the log, newest pages first; asked again whenever they move on. */
export function useActivity(item: RecordState) {
  const client = useClient();
  const { membership, past } = useWorkspace();
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
  const from = useRecords({ type: 'dependency', where: { from: item.id } });
  const to = useRecords({ type: 'dependency', where: { to: item.id } });
  const state = [item.version, ...[...from, ...to].map(({ id }) => id)].join();
  const asked = useRef(state);
  useEffect(() => {
    if (!settled || asked.current === state) return;
    asked.current = state;
    void refetch();
  }, [settled, state, refetch]);
  const told = useMemo(() => {
    const all = (query.data?.pages.flatMap(({ events: page }) => page) ?? []).toReversed();
    const then = all.filter(({ at }) => past === undefined || at <= past);
    const events = then.filter(({ recordId }) => recordId === item.id);
    const links = then.filter(({ recordType }) => recordType === 'dependency');
    return { events, groups: groupChanges(events), links: linkChanges(links, item.id) };
  }, [query.data, item.id, past]);
  return { ...query, ...told };
}
