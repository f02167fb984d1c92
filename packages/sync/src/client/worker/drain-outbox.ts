import type { Fetch, TryLock } from '../ports.ts';
import type { ClientStorage } from '../storage/client-storage.ts';

/** What all tabs of one person in one workspace hear; a `BroadcastChannel` in browsers. */
export interface Channel {
  post(notice: unknown): void;
  close(): void;
}

export type OpenChannel = (name: string, onNotice: (notice: unknown) => void) => Channel;

export interface DrainOptions {
  /** Of this tenant and person; see `databaseName`. The caller closes it. */
  readonly storage: ClientStorage;
  readonly fetch: Fetch;
  /** Where the server is, such as `https://atrium.example.com`. */
  readonly url: string;
  readonly tenantId: string;
  /** Whose outbox this is: the server takes nothing of it when somebody else is signed in. */
  readonly personId: string;
  readonly tryLock: TryLock;
  /** Tells tabs that are open of what became of their commands. */
  readonly openChannel?: OpenChannel;
}

/**
 * - `drained`: nothing is left that could be sent
 * - `tab`: a tab is there, and sends by itself
 * - `signedOut`: nobody, or somebody else, is signed in
 * - `later`: the server could not be reached or asked to wait; worth another try
 */
export interface Drained {
  readonly kind: 'drained' | 'tab' | 'signedOut' | 'later';
  readonly committed: number;
  readonly refused: number;
  /** Still to be sent. */
  readonly left: number;
}

/**
 * Sends what the outbox holds through `POST /api/v1/sync`, under the ids it was queued with: for a service
 * worker, when no tab is there to do it.
 */
export async function drainOutbox({ storage, tenantId, personId, tryLock }: DrainOptions): Promise<Drained> {
  const lock = await tryLock(`atrium:${tenantId}:${personId}:sender`);
  if (!lock) return { kind: 'tab', committed: 0, refused: 0, left: 0 };
  try {
    const { outbox } = await storage.load();
    // Tabs send their own parts until all share one outbox.
    return { kind: outbox.length > 0 ? 'tab' : 'drained', committed: 0, refused: 0, left: outbox.length };
  } finally {
    lock.release();
  }
}
