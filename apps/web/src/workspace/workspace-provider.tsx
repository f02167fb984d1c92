import { WORKSPACE_SCOPE } from '@atrium/model';
import type { Client } from '@atrium/sync/client';
import { type ReactNode, useEffect, useState } from 'react';
import { notifyDone, notifyProblem } from '../design/toast.tsx';
import { useShortcuts } from '../design/use-shortcuts.ts';
import { openClient } from './open-client.ts';
import { useScope } from './use-records.ts';
import { type Me, type Membership, type Workspace, WorkspaceContext } from './workspace-context.ts';

export interface WorkspaceProviderProps {
  me: Me;
  membership: Membership;
  /** While what this browser kept is being read. */
  opening: ReactNode;
  children: ReactNode;
}

/** Opens the live client for a workspace and closes it afterwards; tells refusals; knows undo. */
export function WorkspaceProvider({ me, membership, opening, children }: WorkspaceProviderProps) {
  const { tenantId, personId } = membership;
  const [client, setClient] = useState<Client>();
  useEffect(() => {
    let gone = false;
    const opening = openClient(tenantId, personId);
    const open = async () => {
      const { client } = await opening;
      await client.ready;
      if (!gone) setClient(client);
    };
    void open();
    return () => {
      gone = true;
      setClient(undefined);
      void opening.then(({ leave }) => leave());
    };
  }, [tenantId, personId]);
  if (!client) return opening;
  const workspace: Workspace = { client, me, membership };
  return (
    <WorkspaceContext value={workspace}>
      <WorkspaceVoice client={client} />
      {children}
    </WorkspaceContext>
  );
}

/** The frame says these over the whole screen, for as long as they last. */
const TOLD_BY_FRAME: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** What the workspace says and hears wherever one is: refusals, undo and redo. */
function WorkspaceVoice({ client }: { client: Client }) {
  useScope(WORKSPACE_SCOPE);
  useEffect(
    () =>
      client.onEvent((event) => {
        if (event.kind === 'refused') notifyProblem(event.refusal.message);
        if (event.kind === 'problem' && !TOLD_BY_FRAME.has(event.code)) notifyProblem(event.message);
      }),
    [client],
  );
  useShortcuts([
    {
      keys: '$mod+z',
      label: 'Undo',
      group: 'Anywhere',
      run: () => notifyDone(client.undo() ? 'Undone' : 'Nothing to undo'),
    },
    {
      keys: '$mod+shift+z',
      label: 'Redo',
      group: 'Anywhere',
      run: () => notifyDone(client.redo() ? 'Done again' : 'Nothing to redo'),
    },
  ]);
  return null;
}
