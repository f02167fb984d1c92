export type { BootstrapEnd, BootstrapLine } from '../shared/bootstrap-lines.ts';
export type { Clock, Timer } from '../shared/clock.ts';
export type { ScopeDigests } from '../shared/digest-ranges.ts';
export { type Bootstrapped, type BootstrapRequest, isBootstrapRefusal } from './bootstrap.ts';
export type { Connect, Connection } from './connection.ts';
export type { Counters } from './counters.ts';
export type { DigestRequest } from './digests.ts';
export type { CommandOutcome, SyncAnswer } from './http-sync.ts';
export type { Authenticate, Identified, SyncRequest } from './identity.ts';
export { DEFAULT_LIMITS, type Rate, type SyncLimits } from './limits.ts';
export type { SyncLogger } from './logger.ts';
export type { WireSocket } from './outbound.ts';
export type {
  EventRange,
  FollowedEvents,
  Following,
  PlacedEvent,
  ScopePart,
  SyncEngine,
} from './sync-engine.ts';
export {
  createSyncServer,
  type SyncServer,
  type SyncServerOptions,
  type SyncStats,
} from './sync-server.ts';
