import type { RecordId, RecordState } from '@atrium/protocol';
import type { Ordering, RecordQuery, ScopeStatus } from '@atrium/sync/client';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useClient } from './workspace-context.ts';

const NOTHING = { get: () => undefined, subscribe: () => () => undefined };

/** One record as the user sees it, own unsent changes included. Deleted ones too: look at `deletedAt`. */
export function useRecord(id: RecordId | undefined): RecordState | undefined {
  const { store } = useClient();
  const observable = useMemo(() => (id ? store.record(id) : NOTHING), [store, id]);
  return useSyncExternalStore(observable.subscribe, observable.get);
}

/** All records of a type with these values; the same array until something inside changes. */
export function useRecords(query: RecordQuery): readonly RecordState[] {
  const { store } = useClient();
  const key = JSON.stringify(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the query.
  const view = useMemo(() => store.view(query), [store, key]);
  return useSyncExternalStore(view.subscribe, view.get);
}

/**
 * The records of a query that pass, in an order; kept up change by change, however many they are. Hand in the same
 * ordering until it means something else.
 */
export function useOrderedRecords(query: RecordQuery, ordering: Ordering): readonly RecordState[] {
  const { store } = useClient();
  const key = JSON.stringify(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the query.
  const view = useMemo(() => store.ordered(query, ordering), [store, key, ordering]);
  return useSyncExternalStore(view.subscribe, view.get);
}

const LOADING: ScopeStatus = { kind: 'loading' };

/** Keeps a scope live while the component is mounted. */
export function useScope(scope: string | undefined): ScopeStatus {
  const client = useClient();
  const [status, setStatus] = useState<ScopeStatus>(LOADING);
  useEffect(() => {
    if (!scope) return;
    const subscription = client.subscribe(scope);
    const tell = () => setStatus(subscription.status.get());
    tell();
    const stop = subscription.status.subscribe(tell);
    return () => {
      stop();
      subscription.release();
    };
  }, [client, scope]);
  return status;
}
