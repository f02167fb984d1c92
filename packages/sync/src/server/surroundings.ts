import type { Clock } from '../shared/clock.ts';
import type { Counters } from './counters.ts';
import type { FanOuts } from './fan-outs.ts';
import type { SyncLimits } from './limits.ts';
import type { SyncLogger } from './logger.ts';
import type { SharedRates } from './rate-gate.ts';
import type { SyncEngine } from './sync-engine.ts';

/** What every session of one server shares. */
export interface Surroundings {
  readonly engine: SyncEngine;
  readonly fanOuts: FanOuts;
  readonly rates: SharedRates;
  readonly limits: SyncLimits;
  readonly clock: Clock;
  readonly logger: SyncLogger;
  readonly counters: Counters;
}
