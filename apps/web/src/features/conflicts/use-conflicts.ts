import type { RecordId } from '@atrium/protocol';
import { useMemo, useSyncExternalStore } from 'react';
import { useObservable } from '../../workspace/use-observable.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { type ConflictGroup, conflictGroups, isSettledHere } from './conflict-groups.ts';

/** What waits for a decision, by record, as of what is here now. */
export function useConflicts(only?: RecordId): readonly ConflictGroup[] {
  const { attention, store } = useClient();
  const counts = useObservable(attention.changes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the counts tell that the list has changed.
  const items = useMemo(
    () =>
      attention
        .list()
        .filter((item) => isSettledHere(item) && (only === undefined || item.command.recordId === only)),
    [attention, counts, only],
  );
  const records = useMemo(() => {
    const ids = new Set(items.map(({ command }) => command.recordId));
    return watchRecords([...ids].map((id) => store.record(id)));
  }, [store, items]);
  const versions = useSyncExternalStore(records.subscribe, records.get);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions tell that a record has changed.
  return useMemo(() => conflictGroups(items, (id) => store.get(id)), [items, store, versions]);
}

interface Watched {
  get(): { readonly version: number; readonly deletedAt: string | null } | undefined;
  subscribe(listener: () => void): () => void;
}

function watchRecords(records: readonly Watched[]) {
  return {
    get: () =>
      records
        .map((record) => record.get())
        .map((state) => `${state?.version}${state?.deletedAt ?? ''}`)
        .join(),
    subscribe: (listener: () => void) => {
      const stops = records.map((record) => record.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
