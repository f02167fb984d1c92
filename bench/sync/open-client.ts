import { newId } from '@atrium/protocol';
import {
  type Client,
  createClient,
  memoryStorage,
  type Observable,
  type Subscription,
  socketsThrough,
  systemClock,
} from '@atrium/sync/client';
import { WebSocket } from 'ws';
import type { ServerReady } from './server-process.ts';

/** A real client in this process, signed in by cookie as a browser is. */
export function openClient({ url, tenantId, people }: ServerReady, person = 0): Client {
  const { cookie, personId } = people[person % people.length] ?? { cookie: '', personId: '' };
  return createClient({
    url,
    tenantId,
    personId,
    clientId: newId(),
    storage: memoryStorage(),
    clock: systemClock,
    random: Math.random,
    openSocket: socketsThrough((address) => new WebSocket(address, { headers: { cookie, origin: url } })),
    fetch: (address, init) =>
      fetch(address, { ...init, headers: { ...init.headers, cookie } } as RequestInit),
  });
}

export function isReady({ status }: Subscription): Promise<unknown> {
  return until(status, ({ kind }) => kind === 'ready');
}

export async function until<T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> {
  while (!holds(observable.get())) {
    await new Promise<void>((resolve) => {
      const stop = observable.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
  return observable.get();
}
