import type { Role } from '@atrium/model';
import type { Client } from '@atrium/sync/client';
import { createContext, useContext } from 'react';

export interface Membership {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly personId: string;
  readonly role: Role;
}

/** Who is signed in, with all the workspaces they may switch to. */
export interface Me {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly workspaces: readonly Membership[];
}

export interface Workspace {
  readonly client: Client;
  readonly me: Me;
  readonly membership: Membership;
  /** The instant that is looked at instead of now; then nothing can be changed. */
  readonly past?: string;
}

export const WorkspaceContext = createContext<Workspace | undefined>(undefined);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error('This part of the app only works inside a workspace.');
  return workspace;
}

export function useClient(): Client {
  return useWorkspace().client;
}
