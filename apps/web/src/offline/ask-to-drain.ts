import { workerRegistration } from './app-version.ts';
import { DRAIN_TAG, type WordToWorker } from './worker-words.ts';

interface SyncManager {
  register(tag: string): Promise<void>;
}

/**
 * Asks the browser to wake the worker as soon as there is a network, also when no page is open any more. At
 * once and without waiting for anything, so that a page that is about to go can still say it.
 */
export function askToDrainLater(): void {
  const sync = (workerRegistration() as { sync?: SyncManager } | undefined)?.sync;
  // Browsers without it drain when the app is opened again.
  sync?.register(DRAIN_TAG).catch(() => undefined);
}

/** Asks the worker to send now what waits in workspaces that no page has open. */
export function drainOthersNow(): void {
  // Where there is no worker, none is ever ready.
  void navigator.serviceWorker?.ready.then(({ active }) =>
    active?.postMessage({ kind: 'drain' } satisfies WordToWorker),
  );
}
