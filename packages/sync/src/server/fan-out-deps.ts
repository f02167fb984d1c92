import type { Bus } from '@atrium/engine';
import type { Clock } from '../shared/clock.ts';
import type { SyncLimits } from './limits.ts';
import type { SyncLogger } from './logger.ts';
import type { SyncEngine } from './sync-engine.ts';

export interface FanOutDeps {
  readonly tenantId: string;
  readonly engine: SyncEngine;
  readonly bus: Bus;
  readonly limits: SyncLimits;
  readonly clock: Clock;
  readonly logger: SyncLogger;
  /** A bug left it half-way through an event: it must not be used again. */
  onBroken(): void;
}
