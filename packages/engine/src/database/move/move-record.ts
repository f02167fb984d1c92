import type { TenantId } from '@atrium/protocol';
import type pg from 'pg';
import { type Placement, parsePlacement } from '../placement.ts';
import { MoveProblem } from './move-problem.ts';

/** What the directory says of a move: `copying` may be started over, `switched` is to be completed. */
export interface MoveRecord {
  readonly from: Placement;
  readonly to: Placement;
  readonly step: 'copying' | 'switched' | 'kept';
  readonly startedAt: string;
}

export interface DirectoryEntry {
  readonly placement: Placement;
  readonly generation: number;
  readonly move: MoveRecord | null;
}

export async function readEntry(main: pg.Client, tenantId: TenantId): Promise<DirectoryEntry> {
  const { rows } = await main.query<{ placement: string; generation: number; move: MoveRecord | null }>(
    'SELECT placement, generation, move FROM tenant_directory WHERE id = $1',
    [tenantId],
  );
  const row = rows[0];
  if (!row) throw new MoveProblem('NOT_FOUND', 'There is no such workspace.');
  const placement = parsePlacement(row.placement);
  if (!placement) throw new Error(`The directory has a placement that is not known here: ${row.placement}`);
  return { placement, generation: row.generation, move: row.move };
}

export async function writeRecord(
  main: pg.Client,
  tenantId: TenantId,
  record: MoveRecord | null,
): Promise<void> {
  await main.query('UPDATE tenant_directory SET move = $2 WHERE id = $1', [
    tenantId,
    record && JSON.stringify(record),
  ]);
}

/** The one moment at which the tenant lives there, and no longer here. */
export async function switchEntry(
  main: pg.Client,
  tenantId: TenantId,
  { was, record }: { readonly was: DirectoryEntry; readonly record: MoveRecord },
): Promise<void> {
  const { rowCount } = await main.query(
    `UPDATE tenant_directory SET placement = $4, generation = generation + 1, move = $5
     WHERE id = $1 AND placement = $2 AND generation = $3`,
    [tenantId, was.placement, was.generation, record.to, JSON.stringify({ ...record, step: 'switched' })],
  );
  if (rowCount !== 1) throw new Error('The directory was changed by someone else during the move.');
}
