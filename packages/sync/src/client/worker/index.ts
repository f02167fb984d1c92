export type { Clock, Fetch, TryLock } from '../ports.ts';
export { databaseName, indexedDbStorage } from '../storage/indexed-db-storage.ts';
export {
  type Channel,
  type Drained,
  type DrainOptions,
  drainOutbox,
  type OpenChannel,
} from './drain-outbox.ts';
