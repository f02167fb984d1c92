import type { Registry } from '@atrium/model';
import type { Bus } from './bus/bus.ts';
import type { Database } from './database/open-database.ts';
import type { EngineLimits } from './engine-limits.ts';
import type { EngineLogger, EngineMetrics } from './engine-metrics.ts';

/** What every part of one engine works with. */
export interface Runtime {
  readonly database: Database;
  readonly registry: Registry;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly logger: EngineLogger;
  readonly metrics: EngineMetrics;
  readonly limits: EngineLimits;
  /** To and from the other nodes. */
  readonly bus: Bus;
}
