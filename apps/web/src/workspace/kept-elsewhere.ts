import type { Command } from '@atrium/protocol';
import { databaseName, indexedDbStorage } from '@atrium/sync/client';
import type { Me, Membership } from './workspace-context.ts';

/** Changes of another workspace of the same person that are not sent yet. */
export interface KeptElsewhere {
  readonly membership: Membership;
  readonly commands: readonly Command[];
}

/** What this browser still holds for workspaces that are not open in this page. */
export async function keptElsewhere(me: Me, openTenantId: string): Promise<KeptElsewhere[]> {
  const names = await databaseNames();
  const others = me.workspaces.filter(
    ({ tenantId, personId }) => tenantId !== openTenantId && names.has(databaseName(tenantId, personId)),
  );
  const kept = await Promise.all(
    others.map(async (membership) => ({ membership, commands: await unsentIn(membership) })),
  );
  return kept.filter(({ commands }) => commands.length > 0);
}

/** At sign-out: nothing that any workspace kept here stays on this machine. */
export async function forgetEverywhere(me: Me): Promise<void> {
  const names = await databaseNames();
  const mine = me.workspaces.map(({ tenantId, personId }) => databaseName(tenantId, personId));
  await Promise.all(
    mine.filter((name) => names.has(name)).map(async (name) => (await indexedDbStorage(name)).destroy()),
  );
}

async function unsentIn({ tenantId, personId }: Membership): Promise<Command[]> {
  const storage = await indexedDbStorage(databaseName(tenantId, personId));
  try {
    return (await storage.loadOutbox()).flatMap((entry) => {
      const { command, state } = entry as { command?: Command; state?: { readonly kind: string } };
      return command && state?.kind !== 'committed' ? [command] : [];
    });
  } finally {
    await storage.close();
  }
}

async function databaseNames(): Promise<ReadonlySet<string>> {
  try {
    const all = await indexedDB.databases();
    return new Set(all.flatMap(({ name }) => name ?? []));
  } catch {
    return new Set();
  }
}
