import { newId } from '@atrium/protocol';
import {
  browserPorts,
  type Client,
  createClient,
  databaseName,
  indexedDbStorage,
  memoryStorage,
} from '@atrium/sync/client';
import { appVersion } from '../offline/app-version.ts';
import { askToDrainLater, drainOthersNow } from '../offline/ask-to-drain.ts';
import { askToKeep } from '../offline/kept-storage.ts';

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
    appVersion,
    storage: await openStorage(databaseName(tenantId, personId)),
  });
  const hasWaiting = () => client.status.get().unsent > 0;
  const wakeLater = () => {
    if (hasWaiting()) askToDrainLater();
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('online', () => client.setOnline(true), { signal });
  window.addEventListener('offline', () => client.setOnline(false), { signal });
  const seen = () => {
    if (document.visibilityState === 'hidden') return wakeLater();
    // A laptop that was asleep does not wait for the next try.
    client.reconnect();
    drainOthersNow();
  };
  document.addEventListener('visibilitychange', seen, { signal });
  window.addEventListener('pagehide', wakeLater, { signal });
  // Frozen, a page sends nothing: another one of this person goes on meanwhile.
  document.addEventListener('freeze', () => client.setFrozen(true), { signal });
  document.addEventListener('resume', () => client.setFrozen(false), { signal });
  window.addEventListener('online', drainOthersNow, { signal });
  // Where nothing can be kept, the page is all there is.
  const guard = (event: BeforeUnloadEvent) => {
    if (hasWaiting() && client.status.get().storage === 'memory') event.preventDefault();
  };
  window.addEventListener('beforeunload', guard, { signal });
  // A page that dies says nothing any more.
  let asked = false;
  signal.addEventListener(
    'abort',
    client.status.subscribe(() => {
      const waits = hasWaiting() && client.status.get().connection !== 'live';
      if (waits && !asked) {
        wakeLater();
        // What cannot be sent now must not be cleared away to make room.
        void askToKeep();
      }
      asked = waits;
    }),
  );
  // Not before this page has taken what is its own to send.
  void client.ready.then(drainOthersNow);
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
