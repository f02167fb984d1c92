import type { CommandDraft, Registry } from '@atrium/model';
import type { Command } from '@atrium/protocol';
import type { ClientEvent, ClientStatus } from './client-status.ts';
import type { Observable } from './observable.ts';
import type { Attention } from './outbox/attention.ts';
import type { ExportedQueue } from './outbox/export-queue.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { Push } from './outbox/push-progress.ts';
import type { Receipt } from './outbox/receipt.ts';
import type { AwaitLock, Clock, Fetch, Logger, OpenChannel, OpenSocket, Random, TryLock } from './ports.ts';
import type { Presence } from './presence.ts';
import type { Store } from './records/store.ts';
import type { CheckTimes } from './scopes/digest-checks.ts';
import type { Subscription } from './scopes/scopes-options.ts';
import type { ClientStorage } from './storage/client-storage.ts';

export interface ClientOptions {
  /** Where the server is, such as `https://atrium.example.com`. */
  readonly url: string;
  readonly tenantId: string;
  /** Whose storage this is. Without it, nothing is shown in advance before the first connection. */
  readonly personId?: string;
  /** Unique per tab or process: the server keeps one connection per client id. */
  readonly clientId: string;
  readonly storage: ClientStorage;
  readonly clock: Clock;
  readonly random: Random;
  readonly openSocket: OpenSocket;
  readonly fetch: Fetch;
  readonly registry?: Registry;
  readonly logger?: Logger;
  readonly appVersion?: string;
  /** Runs a task once the present change is complete; a microtask by default. */
  readonly schedule?: (task: () => void) => void;
  /** Elects the one tab that sends; without it, this client is alone with its storage. */
  readonly tryLock?: TryLock;
  /** Hands the right to send over at once; without it, it is asked for every two seconds. */
  readonly awaitLock?: AwaitLock;
  /** To the other tabs of the same person; without it, there are none. */
  readonly openChannel?: OpenChannel;
  readonly newId?: () => string;
  readonly isOnline?: boolean;
  /** When what is held is compared with the log: half an hour apart unless told; false: never. */
  readonly checks?: CheckTimes | false;
}

export interface SendOptions {
  /** Groups commands that are undone together, such as `bulk:<id>`. */
  readonly cause?: string;
  /** False: not part of what `undo` takes back. */
  readonly undoable?: boolean;
}

export interface Sent {
  readonly command: Command;
  readonly receipt: Receipt;
}

/** One person's live, offline-capable view of one tenant. */
export interface Client {
  /** Resolves once what was stored is shown. Nothing needs to wait for it. */
  readonly ready: Promise<void>;
  readonly store: Store;
  readonly status: Observable<ClientStatus>;
  readonly attention: Attention;
  readonly presence: Pick<Presence, 'set' | 'of'>;
  readonly undoDepth: Observable<{ readonly undo: number; readonly redo: number }>;
  /** Shows the change at once and brings it to the log; a change that surely cannot be is refused at once. */
  send(draft: CommandDraft, options?: SendOptions): Sent;
  subscribe(scope: string): Subscription;
  /** Takes back the newest step of this session, or the one of a command; undefined when there is none. */
  undo(commandId?: string): Sent[] | undefined;
  redo(): Sent[] | undefined;
  /** How far a queued command is; undefined once it is visible and forgotten. */
  receipt(commandId: string): Receipt | undefined;
  /** All that is queued, by any tab, in the order of issue. */
  queue(): readonly OutboxEntry[];
  /** How much of what was queued is settled since the queue was empty last. */
  readonly push: Observable<Push>;
  /** What is not in the log, with why and on top of what: as JSON for a file. */
  exportQueue(): ExportedQueue;
  onEvent(listener: (event: ClientEvent) => void): () => void;
  /** The platform says that the network is there or gone. */
  setOnline(online: boolean): void;
  /** After a sign-in, or to try again at once; also when the page comes into sight. */
  reconnect(): void;
  /** The platform is about to stop this page, or has let it go on: another tab sends meanwhile. */
  setFrozen(isFrozen: boolean): void;
  close(): Promise<void>;
  /** Sign-out: closes, and leaves nothing on this machine. */
  destroy(): Promise<void>;
}
