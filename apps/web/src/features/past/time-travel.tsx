import { PastRecords } from '@atrium/sync/client';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useWorkspace, WorkspaceContext } from '../../workspace/workspace-context.ts';
import { createPastClient } from './past-client.ts';
import { PastContext } from './past-context.ts';

export interface TimeTravelProps {
  /** An instant; without one, now. */
  at: string | undefined;
  children: ReactNode;
}

/** Shows what is inside as it was at a time. */
export function TimeTravel({ at, children }: TimeTravelProps) {
  return at === undefined ? children : <Past at={at}>{children}</Past>;
}

function Past({ at, children }: { at: string; children: ReactNode }) {
  const present = useWorkspace();
  const { client, membership } = present;
  const past = useMemo(
    () =>
      new PastRecords({
        present: client.store,
        tenantId: membership.tenantId,
        url: window.location.origin,
        fetch: (url, init) => fetch(url, init),
      }),
    [client, membership.tenantId],
  );
  useEffect(() => past.show(at), [past, at]);
  useEffect(() => past.follow(), [past]);
  // The time moves within the same client: what is on screen stays, and changes only where it differs.
  const then = useMemo(() => createPastClient(client, past), [client, past]);
  const workspace = useMemo(() => ({ ...present, client: then, past: at }), [present, then, at]);
  return (
    <WorkspaceContext value={workspace}>
      <PastContext value={past}>{children}</PastContext>
    </WorkspaceContext>
  );
}
