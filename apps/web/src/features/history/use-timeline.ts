import type { TimelineEntry } from '@atrium/protocol/api';
import type { RecordQuery } from '@atrium/sync/client';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { api } from '../../workspace/api-client.ts';
import { useObservable } from '../../workspace/use-observable.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import type { TimelineQuery } from './history-search.ts';
import type { HistorySubject } from './history-subject.ts';
import { withNewer } from './with-newer.ts';

const PAGE = 50;
/** For what this client does not hold, and so is not told of. */
const LOOK_MS = 20_000;

/** Every change of a record, a project or the workspace, newest first; new ones come by themselves. */
export function useTimeline(subject: HistorySubject, query: TimelineQuery) {
  const { membership } = useWorkspace();
  const queries = useQueryClient();
  const workspace = membership.tenantId;
  const key = useMemo(
    () => ['timeline', workspace, subject.kind, subject.id, query],
    [workspace, subject.kind, subject.id, query],
  );
  const read = useCallback(
    (cursor?: string) => {
      const input = { workspace, ...query, cursor, limit: PAGE };
      if (subject.kind === 'record')
        return api.history.ofRecord({ ...input, id: subject.id, children: true });
      if (subject.kind === 'project') return api.history.ofProject({ ...input, id: subject.id });
      return api.history.ofWorkspace(input);
    },
    [workspace, query, subject.kind, subject.id],
  );
  const asked = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  const look = useCallback(async () => {
    if (queries.getQueryData(key) === undefined) return;
    const newest = await read().catch(() => undefined);
    if (newest) queries.setQueryData<typeof asked.data>(key, (held) => held && withNewer(held, newest));
  }, [queries, key, read]);
  useWhenChanged(subject, look);
  const { data } = asked;
  return useMemo(() => {
    const pages = data?.pages ?? [];
    const entries: TimelineEntry[] = pages.flatMap((page) => page.entries);
    const names: Record<string, string> = Object.assign({}, ...pages.map((page) => page.names));
    return { ...asked, entries, names };
  }, [asked, data]);
}

/** Looks again when something that is held here changed and nothing of it waits to be sent, and now and then. */
function useWhenChanged(subject: HistorySubject, look: () => Promise<void>): void {
  const { store, status } = useClient();
  const { unsent, connection } = useObservable(status);
  const settled = unsent === 0 && connection === 'live';
  const due = useRef(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      due.current = true;
      if (!settled || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        due.current = false;
        void look();
      }, 150);
    };
    if (due.current) later();
    const stops =
      subject.kind === 'record'
        ? [store.record(subject.id).subscribe(later), ...hanging(subject.id).map(watch)]
        : ['work_item', 'label', 'dependency', 'project', 'person'].map((type) => watch({ type }));
    function watch(query: RecordQuery): () => void {
      return store.view(query).subscribe(later);
    }
    const regular = setInterval(() => {
      if (settled && document.visibilityState === 'visible') later();
    }, LOOK_MS);
    return () => {
      clearTimeout(timer);
      clearInterval(regular);
      for (const stop of stops) stop();
    };
  }, [store, settled, subject.kind, subject.id, look]);
}

function hanging(id: string): RecordQuery[] {
  return [
    { type: 'comment', where: { subject: id } },
    { type: 'dependency', where: { from: id } },
    { type: 'dependency', where: { to: id } },
  ];
}
