export { digestOf } from '../shared/digest.ts';
export { browserPorts, socketsThrough, systemClock } from './browser-ports.ts';
export type { Client, ClientOptions, SendOptions, Sent } from './client.ts';
export type { ClientEvent, ClientStatus } from './client-status.ts';
export type { ConnectionState } from './connection/connection-state.ts';
export { createClient } from './create-client.ts';
export { Cell, type Observable } from './observable.ts';
export type { Attention, AttentionItem, SentAgain } from './outbox/attention.ts';
export type { ExportedChange, ExportedQueue } from './outbox/export-queue.ts';
export type { EntryBase, EntryState, OutboxEntry, ReceiptState } from './outbox/outbox-entry.ts';
export type { Push } from './outbox/push-progress.ts';
export type { Receipt } from './outbox/receipt.ts';
export { PastRecords, type PastStatus } from './past/past-records.ts';
export type {
  AwaitLock,
  Channel,
  Clock,
  Fetch,
  FetchResponse,
  HeldLock,
  Logger,
  OpenChannel,
  OpenSocket,
  Random,
  Socket,
  SocketHandlers,
  Timer,
  TryLock,
} from './ports.ts';
export type { Ordering } from './records/ordered-view.ts';
export type { RecordQuery, Store } from './records/store.ts';
export type { CheckTimes, ScopeRepair } from './scopes/digest-checks.ts';
export type { ScopeStatus } from './scopes/scope-entry.ts';
export type { Subscription } from './scopes/scopes-options.ts';
export type { ChangeRows, ClientStorage, ConfirmedChange, StoredState } from './storage/client-storage.ts';
export { databaseName, indexedDbStorage } from './storage/indexed-db-storage.ts';
export { memoryStorage } from './storage/memory-storage.ts';
