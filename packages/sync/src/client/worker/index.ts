export type { Channel, Clock, Fetch, OpenChannel, TryLock } from '../ports.ts';
export { databaseName, indexedDbStorage } from '../storage/indexed-db-storage.ts';
export { type Drained, type DrainOptions, drainOutbox } from './drain-outbox.ts';
