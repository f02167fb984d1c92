import { Cell } from '@atrium/sync/client';
import { VERSION_LOCK, type WordToWorker } from './worker-words.ts';

/** The digest of the build that this page came with; `dev` in development. */
export const appVersion =
  typeof document === 'undefined'
    ? 'dev'
    : (document.querySelector<HTMLMetaElement>('meta[name="atrium-version"]')?.content ?? 'dev');

/** A newer version than this page's is ready. */
export const newVersion = new Cell(false);

const LOOK_EVERY_MS = 60 * 60 * 1000;
const LOOK_AT_MOST_EVERY_MS = 5 * 60 * 1000;
const WAIT_MS = 15_000;
const ASK_EVERY_MS = 500;

let registration: ServiceWorkerRegistration | undefined;
let isReloading = false;

/** Lets the app open without a network from now on. Without a secure address, browsers have no such thing. */
export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  keepMyVersion();
  // A page without a worker got what is newest from the server; taking it over is no news.
  let isFollowed = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isFollowed && !isReloading) newVersion.set(true);
    isFollowed = true;
  });
  registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  const found = registration;
  const look = (worker: ServiceWorker | null) => {
    if (!worker) return;
    const tell = () => {
      if (worker.state === 'installed' && found.active) newVersion.set(true);
    };
    tell();
    worker.addEventListener('statechange', tell);
  };
  look(found.waiting);
  look(found.installing);
  found.addEventListener('updatefound', () => look(found.installing));
  lookNowAndThen(found);
  tellWorker({ kind: 'tidy' });
}

function tellWorker(word: WordToWorker): void {
  registration?.active?.postMessage(word);
}

/** Undefined where there is no worker. */
export const workerRegistration = (): ServiceWorkerRegistration | undefined => registration;

/** Goes on with the newest version, on someone's word. Other tabs stay as they are. */
export async function takeNewVersion(): Promise<void> {
  isReloading = true;
  try {
    await update();
  } catch {
    // Then a plain reload is what is left.
  }
  window.location.reload();
}

async function update(): Promise<void> {
  if (!registration) return;
  if (!registration.waiting) await registration.update();
  const fresh = registration.installing ?? registration.waiting;
  if (!fresh) {
    const isBehind = !newVersion.get();
    // The server asks for a newer app than the one that is kept, and it cannot be kept: ask the server itself.
    if (isBehind) await registration.unregister();
    return;
  }
  await reaches(fresh, 'installed');
  const ask = () => fresh.postMessage({ kind: 'takeOver' } satisfies WordToWorker);
  ask();
  // A request of another tab may wake the old worker just as it gives way; then it has to be asked again.
  const again = setInterval(ask, ASK_EVERY_MS);
  await reaches(fresh, 'activated');
  clearInterval(again);
}

/** Or has gone past it, or will never. */
function reaches(worker: ServiceWorker, state: ServiceWorkerState): Promise<void> {
  const ranks: readonly ServiceWorkerState[] = [
    'installing',
    'installed',
    'activating',
    'activated',
    'redundant',
  ];
  return new Promise((resolve) => {
    const look = () => ranks.indexOf(worker.state) >= ranks.indexOf(state) && resolve();
    worker.addEventListener('statechange', look);
    setTimeout(resolve, WAIT_MS);
    look();
  });
}

/** For as long as this page lives: its version's files stay, whatever comes after it. */
function keepMyVersion(): void {
  void navigator.locks?.request(
    VERSION_LOCK + appVersion,
    { mode: 'shared' },
    () => new Promise(() => undefined),
  );
}

function lookNowAndThen(found: ServiceWorkerRegistration): void {
  let lookedAt = Date.now();
  const look = () => {
    if (!navigator.onLine || Date.now() - lookedAt < LOOK_AT_MOST_EVERY_MS) return;
    lookedAt = Date.now();
    found.update().catch(() => undefined);
  };
  setInterval(look, LOOK_EVERY_MS);
  window.addEventListener('online', look);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
}
