import { createSnapshotCleanup, type Engine, type SnapshotPolicy, snapshotConsumer } from '@atrium/engine';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

/** What the settings say of states of records that are kept beside the log. */
export function snapshotPolicy(settings: Settings): SnapshotPolicy {
  return {
    every: settings.snapshotEvery,
    days: settings.snapshotDays,
    kept: settings.snapshotsKept,
    keptDays: settings.snapshotsKeptDays,
  };
}

/** Takes snapshots as the log grows, and removes old ones. Before the consumers run, or while they do. */
export function keepSnapshots(
  engine: Engine,
  settings: Settings,
  logger: Logger,
): { close(): Promise<void> } {
  const policy = snapshotPolicy(settings);
  engine.consumers.register(snapshotConsumer({ policy }));
  const cleanup = createSnapshotCleanup({ database: engine.database, policy, logger });
  cleanup.run();
  return cleanup;
}
