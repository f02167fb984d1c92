import type { RecordState } from '@atrium/protocol';
import { useEffect, useMemo, useRef, useState } from 'react';
import { seenVersions } from '../../../workspace/seen-versions.ts';
import { useWorkspace } from '../../../workspace/workspace-context.ts';
import type { useActivity } from '../activity/use-activity.ts';
import { awayChanges } from './away-changes.ts';

/** What others did to the item between the last time it was open here and now; remembers that it is seen. */
export function useAway(item: RecordState, { events, isFetchedAfterMount }: ReturnType<typeof useActivity>) {
  const { membership } = useWorkspace();
  const { tenantId, personId } = membership;
  const seen = useMemo(() => seenVersions(tenantId, personId), [tenantId, personId]);
  // As it was on opening, for as long as it stays open.
  const [since] = useState(() => seen.of(item.id));
  const [dismissed, setDismissed] = useState(false);
  // What comes later is seen to happen.
  const upTo = useRef<number>(undefined);
  const newest = events.at(-1)?.version;
  if (isFetchedAfterMount && upTo.current === undefined) upTo.current = newest;

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible')
        seen.keep(item.id, { version: item.version, at: item.updatedAt });
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [seen, item.id, item.version, item.updatedAt]);

  const until = upTo.current ?? 0;
  const away = useMemo(
    () =>
      awayChanges(
        events.filter(({ version }) => version <= until),
        since?.version ?? Number.POSITIVE_INFINITY,
        personId,
      ),
    [events, until, since, personId],
  );
  const shown = since !== undefined && !dismissed && away.changes.length > 0;
  return { since, away: shown ? away : undefined, dismiss: () => setDismissed(true) };
}
