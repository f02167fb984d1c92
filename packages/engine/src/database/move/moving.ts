import type { TenantId } from '@atrium/protocol';
import type { Placement } from '../placement.ts';

/** What a move comes by, in this order. */
export const MOVE_STEPS = [
  'recorded',
  'cleared',
  'copied',
  'followed',
  'sealed',
  'checked',
  'switched',
  'opened',
  'left',
  'removed',
] as const;
export type MoveStep = (typeof MOVE_STEPS)[number];

export interface MoveOptions {
  /** Change nothing; tell what would be moved. */
  readonly dryRun?: boolean;
  /** Leave the rows where they were, sealed. */
  readonly keep?: boolean;
  /** Nobody can write for longer than this; if it does not suffice, the tenant stays where it is. */
  readonly maxPauseMs?: number;
  /** How long readers of the old rows are waited for before these go. */
  readonly readersMs?: number;
  readonly onStep?: (step: MoveStep) => Promise<void> | void;
  /** So many more rows were copied or removed. */
  readonly onRows?: (rows: number) => void;
}

export interface MoveReport {
  readonly tenantId: TenantId;
  readonly from: Placement;
  readonly to: Placement;
  /** `there`: it lived there already, and nothing was left to do. */
  readonly outcome: 'moved' | 'completed' | 'there' | 'dry run';
  readonly rows: number;
  readonly head: number;
  /** How long nobody could write. */
  readonly pauseMs: number;
  /** Whether the old place still holds the rows, sealed: asked for, or because someone still reads them. */
  readonly kept: boolean;
}

export interface Moving extends MoveOptions {
  readonly tenantId: TenantId;
  readonly to: Placement;
}
