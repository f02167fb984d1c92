import { newId } from '@atrium/protocol';
import {
  browserPorts,
  type Client,
  createClient,
  databaseName,
  indexedDbStorage,
  memoryStorage,
} from '@atrium/sync/client';

/** The live client of one person in one workspace, with what this browser kept of it. */
export async function openClient(tenantId: string, personId: string): Promise<Client> {
  const client = createClient({
    ...browserPorts(),
    url: window.location.origin,
    tenantId,
    personId,
    // One per tab, and per reload: the one before may still be closing.
    clientId: newId(),
    storage: await openStorage(databaseName(tenantId, personId)),
  });
  const online = () => client.setOnline(true);
  const offline = () => client.setOnline(false);
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  return client;
}

/** Private windows of some browsers have no IndexedDB: then everything works, and nothing is kept. */
async function openStorage(name: string) {
  try {
    return await indexedDbStorage(name);
  } catch {
    return memoryStorage();
  }
}
