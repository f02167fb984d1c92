import type { JsonObject, PresenceEntry } from '@atrium/protocol';
import { useEffect, useMemo } from 'react';
import { useObservable } from './use-observable.ts';
import { useClient } from './workspace-context.ts';

/** Others in a scope, and what they look at or drag. One entry per open tab. */
export function usePresence(scope: string): readonly PresenceEntry[] {
  const { presence } = useClient();
  return useObservable(useMemo(() => presence.of(scope), [presence, scope]));
}

/** Tells the others in a scope what I do here, for as long as the component is mounted. */
export function useTellPresence(scope: string | undefined, state: JsonObject): void {
  const { presence } = useClient();
  const text = JSON.stringify(state);
  useEffect(() => {
    if (scope) presence.set(scope, JSON.parse(text));
  }, [presence, scope, text]);
  useEffect(() => {
    if (!scope) return;
    return () => presence.set(scope, null);
  }, [presence, scope]);
}
