import type { Database } from '@atrium/engine';
import type { TenantId } from '@atrium/protocol';
import { CommandProblem } from './exit-codes.ts';

export interface FoundWorkspace {
  readonly tenantId: TenantId;
  readonly slug: string;
}

export async function allWorkspaces(database: Database): Promise<FoundWorkspace[]> {
  return database.control(async (tx) => {
    const { rows } = await tx.query<FoundWorkspace>(
      'SELECT id AS "tenantId", slug FROM tenant_directory ORDER BY slug',
    );
    return rows;
  });
}

export async function findWorkspace(database: Database, slug: string): Promise<FoundWorkspace> {
  const workspaces = await allWorkspaces(database);
  const found = workspaces.find((workspace) => workspace.slug === slug || workspace.tenantId === slug);
  if (found) return found;
  const known = workspaces.map((workspace) => workspace.slug).join(', ') || 'none yet';
  throw new CommandProblem('NOT_FOUND', `No workspace has the address "${slug}". There are: ${known}.`);
}
