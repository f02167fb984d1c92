export type {
  Bus,
  BusCounts,
  BusListener,
  BusRate,
  BusState,
  NodeId,
  NodeWatcher,
  SharedRate,
  SharedSeats,
  Topic,
} from './bus/bus.ts';
export { BusHub } from './bus/bus-hub.ts';
export { askRedis, openRedisBus, type RedisBusOptions } from './bus/open-redis-bus.ts';
export { soleBus } from './bus/sole-bus.ts';
export type { Consumer, Consumers } from './consumers/consumers.ts';
export { createEngine, type EngineOptions } from './create-engine.ts';
export type { Capabilities } from './database/capabilities.ts';
export { DatabaseUnavailable, isUnavailable } from './database/database-unavailable.ts';
export { MigrationProblem, type MigrationSource } from './database/migrate.ts';
export { MoveProblem } from './database/move/move-problem.ts';
export { MOVE_STEPS, type MoveOptions, type MoveReport, type MoveStep } from './database/move/moving.ts';
export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  type TransactionOptions,
} from './database/open-database.ts';
export type { NamedDatabases } from './database/place-connection.ts';
export type { PlaceHealth } from './database/place-health.ts';
export { type Placement, parsePlacement } from './database/placement.ts';
export type { TenantSession } from './database/tenant-session.ts';
export type { Rows, Statement, Tx } from './database/tx.ts';
export type { Engine } from './engine.ts';
export type { EngineLimits } from './engine-limits.ts';
export type { BatchMetrics, EngineLogger, EngineMetrics } from './engine-metrics.ts';
export {
  type DeletedPage,
  type DeletedQuery,
  type Deletion,
  deletedRecords,
} from './history/deleted-records.ts';
export { type Pulse, type PulsePart, projectPulse } from './history/project-pulse.ts';
export { readVersions } from './history/read-versions.ts';
export { readableRecords } from './history/readable-records.ts';
export { countTimeline, type TimelinePage, type TimelineQuery, timeline } from './history/timeline.ts';
export type { TimelineFilter } from './history/timeline-condition.ts';
export type { FollowedEvents, Following, FollowListener } from './log/follower.ts';
export type { LoggedEvent } from './log/logged-event.ts';
export type { EventQuery } from './log/read-events.ts';
export type { Verification } from './log/verification-state.ts';
export type { LogCheck } from './log/verify-log.ts';
export type { VerificationAsked } from './log/verify-on.ts';
export { DataDirectoryInUse } from './postgres/data-directory-in-use.ts';
export type { PostgresRole } from './postgres/embedded-postgres.ts';
export { openPostgres, type PostgresOptions } from './postgres/open-postgres.ts';
export type { PostgresHandle } from './postgres/postgres-handle.ts';
export { PostgresProblem } from './postgres/postgres-problem.ts';
export { type ActivityPage, type ActivityQuery, activity } from './queries/activity.ts';
export type { RecordsAsked } from './queries/bind-query.ts';
export {
  BUILT_IN_FIELD_INDEXES,
  ensureFieldIndex,
  ensureFieldIndexes,
  ensureFieldIndexesFrom,
  type FieldIndex,
} from './queries/field-index.ts';
export { findByKey, getRecord } from './queries/get-record.ts';
export { MAX_PAGE, queryRecords, type RecordPage, type RecordsQuery } from './queries/query-records.ts';
export {
  countRecords,
  type GroupsAsked,
  groupRecords,
  type RecordGroup,
} from './queries/summarize-records.ts';
export { type PastMoment, readRecordAt, readStates } from './records/read-record-at.ts';
export type { PastScope } from './records/read-scope-at.ts';
export type { ScopePart } from './records/scope-view.ts';
export { type SearchHit, type SearchPage, type SearchQuery, search } from './search/search.ts';
export { searchConsumer } from './search/search-consumer.ts';
export type { Snippet } from './search/snippet.ts';
export {
  type CleanupOptions,
  createSnapshotCleanup,
  type SnapshotCleanup,
} from './snapshots/snapshot-cleanup.ts';
export { type SnapshotConsumerOptions, snapshotConsumer } from './snapshots/snapshot-consumer.ts';
export { SNAPSHOT_POLICY, type SnapshotPolicy } from './snapshots/snapshot-policy.ts';
export { type CreateTenantResult, type NewTenant, systemActor } from './writer/create-tenant.ts';
export { EngineClosed } from './writer/engine-closed.ts';
export type { KeptRecord, UndoReport } from './writer/undo-cause.ts';
