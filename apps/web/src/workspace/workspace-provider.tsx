import { WORKSPACE_SCOPE } from '@atrium/model';
import type { Client } from '@atrium/sync/client';
import { type ReactNode, useEffect, useState } from 'react';
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

/** Opens the live client for a workspace and closes it afterwards. */
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
      <WorkspaceScope />
      {children}
    </WorkspaceContext>
  );
}

/** People, projects and labels are wanted wherever one is. */
function WorkspaceScope() {
  useScope(WORKSPACE_SCOPE);
  return null;
}
