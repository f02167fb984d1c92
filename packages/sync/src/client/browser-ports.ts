import type { ClientOptions } from './client.ts';
import type { AwaitLock, Clock, HeldLock, OpenChannel, OpenSocket, TryLock } from './ports.ts';

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

/** Locks across the tabs of a browser. */
function webLock(name: string, options: LockOptions): Promise<HeldLock | undefined> {
  return new Promise((resolve, reject) => {
    let lose: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      lose = resolve;
    });
    let isHeld = false;
    navigator.locks
      .request(name, options, (lock) => {
        if (!lock) return resolve(undefined);
        isHeld = true;
        return new Promise<void>((release) => resolve({ release, lost }));
      })
      .catch((error: unknown) => {
        // Held, it can fail in no other way than that someone steals it.
        if (isHeld) lose();
        else if (options.signal?.aborted) resolve(undefined);
        else reject(error);
      });
  });
}

const tryWebLock: TryLock = (name) => webLock(name, { ifAvailable: true });

/** A theft cannot be called off. */
const awaitWebLock: AwaitLock = (name, { signal, steal = false }) =>
  webLock(name, steal ? { steal } : { signal });

const openBroadcast: OpenChannel = (name, onNotice) => {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: { data: unknown }) => onNotice(data);
  return { post: (notice) => channel.postMessage(notice), close: () => channel.close() };
};

/** What a browser offers to the client. */
export function browserPorts(): Pick<
  ClientOptions,
  'clock' | 'random' | 'openSocket' | 'fetch' | 'tryLock' | 'awaitLock' | 'openChannel' | 'isOnline'
> {
  return {
    clock: systemClock,
    random: Math.random,
    openSocket: socketsThrough((url) => new WebSocket(url)),
    fetch: (url, init) => fetch(url, init),
    // Plain http has no locks: then every tab sends, under the same ids, which is harmless.
    ...('locks' in navigator && { tryLock: tryWebLock, awaitLock: awaitWebLock }),
    ...('BroadcastChannel' in globalThis && { openChannel: openBroadcast }),
    isOnline: navigator.onLine,
  };
}
