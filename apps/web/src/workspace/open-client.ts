import { newId } from '@atrium/protocol';
import {
  browserPorts,
  type Client,
  createClient,
  databaseName,
  indexedDbStorage,
  memoryStorage,
} from '@atrium/sync/client';

export interface OpenedClient {
  readonly client: Client;
  /** Stops listening to the browser and closes the client. */
  leave(): Promise<void>;
}

/** The live client of one person in one workspace, with what this browser kept of it. */
export async function openClient(tenantId: string, personId: string): Promise<OpenedClient> {
  const client = createClient({
    ...browserPorts(),
    url: window.location.origin,
    tenantId,
    personId,
    // One per tab, and per reload: the one before may still be closing.
    clientId: newId(),
    storage: await openStorage(databaseName(tenantId, personId)),
  });
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('online', () => client.setOnline(true), { signal });
  window.addEventListener('offline', () => client.setOnline(false), { signal });
  // A laptop that was asleep does not wait for the next try.
  const seen = () => document.visibilityState === 'visible' && client.reconnect();
  document.addEventListener('visibilitychange', seen, { signal });
  return {
    client,
    async leave() {
      listening.abort();
      await client.close();
    },
  };
}

/** Private windows of some browsers have no IndexedDB: then everything works, and nothing is kept. */
async function openStorage(name: string) {
  try {
    return await indexedDbStorage(name);
  } catch {
    return memoryStorage();
  }
}
