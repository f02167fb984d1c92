import type { ClientOptions } from './client.ts';
import type { Clock, OpenSocket, TryLock } from './ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};

interface WebSocketLike {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  readonly readyState: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

/** Opens sockets through anything shaped like the platform's `WebSocket`, such as the one of `ws`. */
export function socketsThrough(open: (url: string) => WebSocketLike): OpenSocket {
  return (url, handlers) => {
    const socket = open(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => handlers.onOpen();
    socket.onmessage = ({ data }: { data: unknown }) => {
      handlers.onFrame(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0));
    };
    socket.onclose = ({ code }: { code: number }) => handlers.onClose(code);
    socket.onerror = () => undefined;
    return {
      send: (bytes) => {
        if (socket.readyState === 1) socket.send(bytes as Uint8Array<ArrayBuffer>);
      },
      close: (code) => socket.close(code),
    };
  };
}

/** Locks across the tabs of a browser. Without them (plain http) nobody holds one: nothing confirmed is stored. */
const webLocks: TryLock = async (name) => {
  if (!('locks' in navigator)) {
    return name.endsWith(':confirmed') ? undefined : { release: () => undefined };
  }
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(reject);
  });
};

/** What a browser offers to the client. */
export function browserPorts(): Pick<
  ClientOptions,
  'clock' | 'random' | 'openSocket' | 'fetch' | 'tryLock' | 'isOnline'
> {
  return {
    clock: systemClock,
    random: Math.random,
    openSocket: socketsThrough((url) => new WebSocket(url)),
    fetch: (url, init) => fetch(url, init),
    tryLock: webLocks,
    isOnline: navigator.onLine,
  };
}
