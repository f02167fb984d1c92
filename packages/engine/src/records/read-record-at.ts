import type { Instant, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { positionAt } from '../log/position-at.ts';
import { revealPersonal } from './reveal-personal.ts';
import { type ReplayCost, storedStates, type VersionOf } from './stored-states.ts';

export type PastMoment =
  | { readonly version: number }
  | { readonly time: Instant }
  | { readonly position: number };

export interface PastRecord {
  readonly tenantId: TenantId;
  readonly recordId: RecordId;
  readonly at: PastMoment;
  readonly onCost?: ((cost: ReplayCost) => void) | undefined;
}

/** The record as it was, at the newest version up to that moment; undefined before it was created. */
export async function readRecordAt(
  tx: Tx,
  { tenantId, recordId, at, onCost }: PastRecord,
): Promise<RecordState | undefined> {
  const version = await versionAt(tx, tenantId, { recordId, at });
  if (version === undefined) return undefined;
  return (await readStates(tx, tenantId, [{ id: recordId, version }], onCost)).get(recordId);
}

/** Records as they were at given versions, personal values included. */
export async function readStates(
  tx: Tx,
  tenantId: TenantId,
  wanted: readonly VersionOf[],
  onCost?: (cost: ReplayCost) => void,
): Promise<Map<RecordId, RecordState>> {
  return revealPersonal(tx, tenantId, await storedStates(tx, tenantId, wanted, onCost));
}

async function versionAt(
  tx: Tx,
  tenantId: TenantId,
  { recordId, at }: { recordId: RecordId; at: PastMoment },
): Promise<number | undefined> {
  if ('version' in at) return at.version;
  const position = 'time' in at ? await positionAt(tx, tenantId, at.time) : at.position;
  const { rows } = await tx.query<{ version: number }>(
    `SELECT e.version FROM events e WHERE e.tenant_id = $1 AND e.record_id = $2 AND e.position <= $3::int8
     ORDER BY e.version DESC LIMIT 1`,
    [tenantId, recordId, position],
  );
  return rows[0]?.version;
}
