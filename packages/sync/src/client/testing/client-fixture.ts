import { createProject, projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { settle, VirtualClock } from '../../shared/testing/virtual-clock.ts';
import type { Client, ClientOptions } from '../client.ts';
import type { ClientEvent } from '../client-status.ts';
import { createClient } from '../create-client.ts';
import type { Subscription } from '../scopes/scopes-options.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import { memoryStorage } from '../storage/memory-storage.ts';
import { FakeServer } from './fake-server.ts';

export interface Fixture {
  readonly server: FakeServer;
  readonly clock: VirtualClock;
  readonly storage: ClientStorage;
  readonly projectId: string;
  readonly client: Client;
  readonly events: ClientEvent[];
  readonly workspace: Subscription;
  readonly project: Subscription;
  /** Another run over the same storage, as after closing the app. */
  restart(options?: Partial<ClientOptions>): Promise<Fixture>;
}

/** A client that looks at the workspace and one project of a fake server. */
export async function clientFixture(
  options: Partial<ClientOptions> = {},
  from: { server?: FakeServer; projectId?: string; clock?: VirtualClock } = {},
): Promise<Fixture> {
  const { server = new FakeServer(), projectId = newId(), clock = new VirtualClock() } = from;
  const storage = options.storage ?? memoryStorage();
  if (!server.records.has(projectId)) {
    server.commit(createProject(projectId, { key: 'ATR', name: 'Atrium', defaultLabels: false }));
  }
  const client = createClient({
    url: 'http://atrium.test',
    tenantId: server.tenantId,
    personId: server.personId,
    clientId: 'client',
    storage,
    clock,
    random: () => 0.5,
    openSocket: server.openSocket,
    fetch: server.fetch,
    ...options,
  });
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  const workspace = client.subscribe(WORKSPACE_SCOPE);
  const project = client.subscribe(projectScope(projectId));
  await settle(60);
  return {
    server,
    clock,
    storage,
    projectId,
    client,
    events,
    workspace,
    project,
    restart: (again) => clientFixture({ ...options, storage, ...again }, { server, projectId, clock }),
  };
}
