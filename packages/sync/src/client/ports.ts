export type { Clock, Timer } from '../shared/clock.ts';

/** From 0 up to, not including, 1. */
export type Random = () => number;

export interface SocketHandlers {
  onOpen(): void;
  onFrame(bytes: Uint8Array): void;
  /** Called exactly once, unless `close` was called before. */
  onClose(code: number): void;
}

export interface Socket {
  send(bytes: Uint8Array): void;
  close(code?: number): void;
}

export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket;

/** The part of the platform's `fetch` that the client uses. */
export type Fetch = (
  url: string,
  init: {
    readonly method?: string;
    readonly headers?: { [name: string]: string };
    readonly body?: string;
    readonly signal?: AbortSignal;
    readonly credentials?: 'include';
  },
) => Promise<FetchResponse>;

/** The part of a `Response` that the client reads. */
export interface FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly body: {
    getReader(): { read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }> };
  } | null;
}

/** Takes a lock and keeps it until `release`; undefined when someone else has it. */
export type TryLock = (name: string) => Promise<HeldLock | undefined>;

export interface HeldLock {
  release(): void;
  /** Resolves when someone has stolen it; absent where that cannot be. */
  readonly lost?: Promise<void>;
}

/** Waits for a lock, or takes it from whoever has it; undefined once the signal has ended the wait. */
export type AwaitLock = (
  name: string,
  options: { readonly signal: AbortSignal; readonly steal?: boolean },
) => Promise<HeldLock | undefined>;

/** What all tabs of one person in one workspace hear; a `BroadcastChannel` in browsers. */
export interface Channel {
  post(notice: unknown): void;
  close(): void;
}

export type OpenChannel = (name: string, onNotice: (notice: unknown) => void) => Channel;

export interface Logger {
  debug(text: string, details?: object): void;
  warn(text: string, details?: object): void;
  /** A bug. */
  error(text: string, details?: object): void;
}

export const silentLogger: Logger = {
  debug: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
