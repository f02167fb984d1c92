import type { TenantId } from '@atrium/protocol';

/** One committed batch of a tenant's writer, for counters and histograms. Durations in milliseconds. */
export interface BatchMetrics {
  readonly tenantId: TenantId;
  readonly commands: number;
  /** Of these, decided while the batch before was being written. */
  readonly foreseen: number;
  readonly events: number;
  readonly refusals: number;
  /** Rounds of loading beyond the first. */
  readonly loads: number;
  readonly commitMs: number;
  readonly totalMs: number;
}

export interface EngineMetrics {
  batch?(batch: BatchMetrics): void;
  /** A batch was taken back and tried again: the store was lost, or one command's data did not fit. */
  retry?(tenantId: TenantId, reason: 'unavailable' | 'data'): void;
  consumed?(consumer: string, tenantId: TenantId, events: number): void;
  /** A past state was read: events replayed, and snapshots that they started from. */
  replayed?(tenantId: TenantId, cost: { readonly events: number; readonly snapshots: number }): void;
  snapshotsTaken?(tenantId: TenantId, snapshots: number): void;
  snapshotsRemoved?(tenantId: TenantId, snapshots: number): void;
}

export interface EngineLogger {
  warn(details: object, sentence: string): void;
  error(details: object, sentence: string): void;
}

export const SILENT: EngineLogger = { warn: () => undefined, error: () => undefined };
