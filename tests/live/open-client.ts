import { newId } from '@atrium/protocol';
import {
  type Client,
  type ClientOptions,
  createClient,
  memoryStorage,
  socketsThrough,
  systemClock,
} from '@atrium/sync/client';
import { WebSocket } from 'ws';

export interface Seat {
  readonly url: string;
  readonly tenantId: string;
  readonly personId: string;
  /** Of a session. */
  readonly cookie: string;
}

/** The client of the web app, in this process, against a real server: signed in by cookie, as a browser is. */
export function openClient(
  { url, tenantId, personId, cookie }: Seat,
  options: Partial<ClientOptions> = {},
): Client {
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
      fetch(address, { ...init, headers: { ...init.headers, cookie, origin: url } } as RequestInit),
    ...options,
  });
}
