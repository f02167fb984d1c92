import type { Instant, RecordId, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { readHead } from './heads.ts';

/** What is known of a tenant's hash chain. */
export interface Verification {
  readonly head: number;
  readonly state: 'never' | 'running' | 'stopped' | 'held' | 'broken';
  /** Everything up to here holds. */
  readonly position: number;
  /** Where the log ended when it was last walked to its end, and when that was. */
  readonly verifiedPosition: number;
  readonly verifiedAt: Instant | null;
  /** Of the run that goes on, or was stopped on its way. */
  readonly target: number | null;
  readonly startedAt: Instant | null;
  readonly startedBy: RecordId | null;
  readonly broken: { readonly position: number; readonly reason: string; readonly at: Instant } | null;
}

interface Row {
  readonly position: number;
  readonly verified_position: number;
  readonly verified_at: Instant | null;
  readonly run_id: string | null;
  readonly run_target: number | null;
  readonly run_started_at: Instant | null;
  readonly is_seen: boolean;
  readonly started_by: RecordId | null;
  readonly broken_position: number | null;
  readonly broken_reason: string | null;
  readonly broken_at: Instant | null;
}

/** A run that gave no sign for this long is gone with its process. */
export const GONE_AFTER_SECONDS = 30;

export async function readVerification(tx: Tx, tenantId: TenantId): Promise<Verification> {
  const { rows } = await tx.query<Row>(
    `SELECT position, verified_position, verified_at, run_id, run_target, run_started_at, started_by,
       coalesce(run_seen_at > now() - interval '${GONE_AFTER_SECONDS} seconds', false) AS is_seen,
       broken_position, broken_reason, broken_at
     FROM log_verifications WHERE tenant_id = $1`,
    [tenantId],
  );
  const head = await readHead(tx, tenantId);
  const [row] = rows;
  if (!row) return nothingYet(head);
  const isRunning = row.run_id !== null;
  const { broken_position: position, broken_reason: reason, broken_at: at } = row;
  const broken = position !== null && reason !== null && at !== null ? { position, reason, at } : null;
  return {
    head,
    state: isRunning ? (row.is_seen ? 'running' : 'stopped') : endOf(row, broken !== null),
    position: row.position,
    verifiedPosition: row.verified_position,
    verifiedAt: row.verified_at,
    target: isRunning ? row.run_target : null,
    startedAt: row.run_started_at,
    startedBy: row.started_by,
    broken,
  };
}

function nothingYet(head: number): Verification {
  return {
    head,
    state: 'never',
    position: 0,
    verifiedPosition: 0,
    verifiedAt: null,
    target: null,
    startedAt: null,
    startedBy: null,
    broken: null,
  };
}

function endOf(row: Row, isBroken: boolean): Verification['state'] {
  if (isBroken) return 'broken';
  return row.verified_at === null ? 'stopped' : 'held';
}
