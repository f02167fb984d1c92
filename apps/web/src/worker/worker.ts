import { DRAIN_TAG, VERSION_LOCK, type WordToWorker } from '../offline/worker-words.ts';
import { drainAll } from './drain-all.ts';
import { createShellCache, type Shell } from './shell-cache.ts';
import type { WorkerScope } from './worker-scope.ts';

/** Put in by the build: what `service-worker-plugin.ts` found in it. */
declare const ATRIUM_SHELL: Shell;

const scope = globalThis as unknown as WorkerScope;
const shell = createShellCache({
  shell: ATRIUM_SHELL,
  origin: scope.location.origin,
  caches: scope.caches,
  fetch: (url, init) => fetch(url, init),
});

scope.addEventListener('install', (event) => event.waitUntil(shell.fill()));

scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim().then(tidy)));

scope.addEventListener('fetch', (event) => {
  if (shell.covers(event.request)) event.respondWith(shell.answer(event.request));
});

scope.addEventListener('sync', (event) => {
  if (event.tag === DRAIN_TAG) event.waitUntil(drainOrFail());
});

scope.addEventListener('message', (event) => {
  const word = event.data as WordToWorker;
  if (word.kind === 'takeOver') event.waitUntil(scope.skipWaiting());
  else if (word.kind === 'tidy') event.waitUntil(tidy());
  else if (word.kind === 'drain') event.waitUntil(drainAll());
});

/** A failure makes the browser wake us again later. */
async function drainOrFail(): Promise<void> {
  if (await drainAll()) throw new Error('Not everything could be sent yet.');
}

async function tidy(): Promise<void> {
  const { held = [] } = await scope.navigator.locks.query();
  const versions = held.flatMap(({ name }) => (name?.startsWith(VERSION_LOCK) ? [name] : []));
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // A page that has only just begun to load has not said its version yet.
  if (pages.length > versions.length) return;
  await shell.keepOnly(new Set(versions.map((name) => name.slice(VERSION_LOCK.length))));
}
