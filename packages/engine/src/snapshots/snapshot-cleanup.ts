import type { TenantId } from '@atrium/protocol';
import type { Database } from '../database/open-database.ts';
import type { EngineLogger, EngineMetrics } from '../engine-metrics.ts';
import { DAY_MS, type SnapshotPolicy } from './snapshot-policy.ts';

const ROWS_PER_STEP = 5_000;
/** Of those that are neither among the newest nor young. */
const ONE_IN = 10;

export interface CleanupOptions {
  readonly database: Database;
  readonly policy: SnapshotPolicy;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly logger: EngineLogger;
  readonly metrics?: EngineMetrics;
  /** Between two rounds over all tenants. */
  readonly pauseMs?: number;
}

export interface SnapshotCleanup {
  /** Removes what the policy does not keep of one tenant; answers how many. */
  clean(tenantId: TenantId): Promise<number>;
  /** From time to time, for every tenant, until closed. */
  run(): void;
  close(): Promise<void>;
}

const SIX_HOURS_MS = 6 * 3_600_000;

export function createSnapshotCleanup(options: CleanupOptions): SnapshotCleanup {
  const { database, policy, logger, metrics, clock = Date.now, pauseMs = SIX_HOURS_MS } = options;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  async function clean(tenantId: TenantId): Promise<number> {
    const before = new Date(clock() - policy.keptDays * DAY_MS).toISOString();
    let removed = 0;
    for (;;) {
      const { rowCount } = await database.withTenant(tenantId, (tx) =>
        tx.query(REMOVE, [tenantId, Math.max(1, policy.kept), before, policy.every]),
      );
      removed += rowCount;
      if (rowCount < ROWS_PER_STEP || closed) break;
    }
    if (removed > 0) metrics?.snapshotsRemoved?.(tenantId, removed);
    return removed;
  }

  async function cleanAll(): Promise<void> {
    try {
      const tenants = await database.control(
        async (tx) => (await tx.query<{ id: TenantId }>('SELECT id FROM tenant_directory ORDER BY id')).rows,
        { readOnly: true },
      );
      for (const { id } of tenants) {
        if (closed) return;
        // One that cannot be reached keeps no other from its turn.
        await clean(id).catch((error: unknown) => {
          logger.warn({ err: error, tenantId: id }, 'Old snapshots of a tenant could not be removed.');
        });
      }
    } catch (error) {
      logger.warn({ err: error }, 'Old snapshots could not be removed; the next round tries again.');
    }
    schedule();
  }

  function schedule(): void {
    if (closed) return;
    // Not all nodes at once.
    const pause = pauseMs * (0.5 + Math.random());
    timer = setTimeout(() => {
      round = cleanAll();
    }, pause).unref();
  }

  return {
    clean,
    run: schedule,
    async close() {
      closed = true;
      clearTimeout(timer);
      await round;
    },
  };
}

const REMOVE = {
  name: 'snapshots_remove',
  text: `DELETE FROM record_snapshots s USING (
      SELECT record_id, version FROM (
        SELECT record_id, version, at, row_number() OVER (PARTITION BY record_id ORDER BY version DESC) AS nth
        FROM record_snapshots WHERE tenant_id = $1) kept
      WHERE nth > $2::int8 AND at < $3::timestamptz AND (version / $4::int8) % ${ONE_IN} <> 0
      LIMIT ${ROWS_PER_STEP}) gone
    WHERE s.tenant_id = $1 AND s.record_id = gone.record_id AND s.version = gone.version`,
};
