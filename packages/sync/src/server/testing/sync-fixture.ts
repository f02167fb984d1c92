import type { CommandDraft } from '@atrium/model';
import { type Command, newId } from '@atrium/protocol';
import { settle, VirtualClock } from '../../shared/testing/virtual-clock.ts';
import type { Identified } from '../identity.ts';
import type { SyncLimits } from '../limits.ts';
import { createSyncServer, type SyncServer, type SyncServerOptions } from '../sync-server.ts';
import { MemoryEngine } from './memory-engine.ts';
import { TestPeer } from './test-peer.ts';

export interface SyncFixture {
  readonly engine: MemoryEngine;
  readonly clock: VirtualClock;
  readonly server: SyncServer;
  readonly owner: string;
  /** The command as a client would send it. */
  command(draft: CommandDraft): Command;
  identified(personId: string, more?: Partial<Identified>): Identified;
  /** A connection past its Welcome. */
  join(personId: string, more?: Partial<Identified>): Promise<TestPeer>;
  /** The same, subscribed to scopes from the head of the log. */
  listen(personId: string, ...scopes: string[]): Promise<TestPeer>;
}

/** A sync server over a tenant in memory, on virtual time. */
export function syncFixture(
  limits: Partial<SyncLimits> = {},
  options: Partial<SyncServerOptions> = {},
): SyncFixture {
  const engine = new MemoryEngine();
  const clock = new VirtualClock();
  const server = createSyncServer({
    engine,
    clock,
    limits,
    allowOrigin: () => true,
    authenticate: () => Promise.reject(new Error('Connections are made by hand here')),
    ...options,
  });
  const identified = (personId: string, more: Partial<Identified> = {}): Identified => ({
    userId: `user-${personId}`,
    sessionId: `session-${personId}`,
    expiresAt: Number.MAX_SAFE_INTEGER,
    tenantAccess: (tenantId) => (tenantId === engine.tenantId ? personId : undefined),
    ...more,
  });
  const join = async (personId: string, more?: Partial<Identified>) => {
    const peer = new TestPeer(server, identified(personId, more));
    await peer.hello(engine.tenantId);
    return peer;
  };
  return {
    engine,
    clock,
    server,
    owner: engine.world.owner,
    command: (draft) => ({ id: newId(), issuedAt: new Date(clock.now()).toISOString(), ...draft }),
    identified,
    join,
    async listen(personId, ...scopes) {
      const peer = await join(personId);
      for (const scope of scopes) await peer.subscribe(scope, engine.world.log.length);
      await settle();
      peer.clear();
      return peer;
    },
  };
}
