import { type Drained, databaseName, drainOutbox, indexedDbStorage, type TryLock } from '@atrium/sync/worker';

/** Of what `/auth/me` answers. */
interface Me {
  readonly workspaces: readonly { readonly tenantId: string; readonly personId: string }[];
}

/**
 * Sends what this browser queued for whoever is signed in, in all their workspaces; a workspace that a page has
 * open is left to that page. Answers whether it is worth another try later.
 */
export async function drainAll(): Promise<boolean> {
  const kept = await keptDatabases();
  if (kept?.size === 0) return false;
  const response = await fetch('/api/v1/auth/me', { credentials: 'same-origin' });
  // Whoever queued it has to sign in first, and that wakes us anyway.
  if (response.status === 401) return false;
  if (!response.ok) return true;
  const { workspaces } = (await response.json()) as Me;
  let isLeft = false;
  for (const { tenantId, personId } of workspaces) {
    const name = databaseName(tenantId, personId);
    if (kept && !kept.has(name)) continue;
    const { kind } = await drain(name, tenantId, personId);
    isLeft ||= kind === 'later' || kind === 'tab';
  }
  return isLeft;
}

async function drain(name: string, tenantId: string, personId: string): Promise<Drained> {
  const storage = await indexedDbStorage(name);
  try {
    return await drainOutbox({
      storage,
      tenantId,
      personId,
      tryLock,
      url: location.origin,
      fetch: (url, init) => fetch(url, init),
      openChannel: (channel, onNotice) => {
        const opened = new BroadcastChannel(channel);
        opened.onmessage = ({ data }) => onNotice(data);
        return { post: (notice) => opened.postMessage(notice), close: () => opened.close() };
      },
    });
  } finally {
    await storage.close();
  }
}

/** Undefined where a browser does not tell. */
async function keptDatabases(): Promise<ReadonlySet<string> | undefined> {
  if (!indexedDB.databases) return undefined;
  const all = await indexedDB.databases();
  return new Set(all.flatMap(({ name }) => (name?.startsWith('atrium:') ? [name] : [])));
}

const tryLock: TryLock = (name) =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(reject);
  });
