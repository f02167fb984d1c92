import type { TenantId } from '@atrium/protocol';
import type pg from 'pg';
import { genesisHash } from '../../log/event-hash.ts';
import { headBroken, walkOn } from '../../log/verify-log.ts';
import type { Placement } from '../placement.ts';
import { runOn, type Tx } from '../tx.ts';
import { copyRows, type Ends, removeGone } from './copy-rows.ts';
import { MoveProblem } from './move-problem.ts';
import { digestQuery } from './row-digest.ts';
import { copyTenantRow } from './seal.ts';
import { readTenantTables, type TenantTable } from './tenant-tables.ts';

const EVENTS_PER_STEP = 1_000;

/** What the target holds after a pass. */
export interface Copied {
  /** The oldest transaction that the pass may not have seen whole. */
  readonly since: string;
  /** How far the log went, and was checked at the target. */
  readonly position: number;
  readonly hash: string;
  /** Rows that this pass sent. */
  readonly rows: number;
}

export interface PassOptions {
  readonly from: Placement;
  /** The pass before; without one everything is sent. */
  readonly before?: Copied;
  /** Compares every row of both, not only those that were sent. */
  readonly everything?: boolean;
  readonly onRows?: (rows: number) => void;
}

/** Both databases hold the same tables with the same columns, or nothing is copied. */
export async function commonTables(source: pg.Client, target: pg.Client): Promise<TenantTable[]> {
  const [here, there] = [await readTenantTables(source), await readTenantTables(target)];
  if (JSON.stringify(here) !== JSON.stringify(there)) {
    throw new MoveProblem('CHECK_FAILED', 'The two databases are not of the same version of Atrium.');
  }
  return here;
}

/**
 * Brings the target to where the source is at one moment, and checks that it is: each row that was sent, the number
 * of rows in every table, the hash chain of what is new in the log. Others may write meanwhile.
 */
export async function copyTenant(
  ends: Ends,
  tables: readonly TenantTable[],
  options: PassOptions,
): Promise<Copied> {
  const { source, target, tenantId } = ends;
  await source.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const { rows: views } = await source.query<{ since: string }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS since',
    );
    let rows = 0;
    for (const table of tables) {
      rows += await copyRows(ends, table, {
        since: options.before?.since,
        ...(options.onRows && { onRows: options.onRows }),
      });
      await compare(ends, table, options.everything ?? false);
    }
    await copyTenantRow(ends, tenantId, options.from);
    return { since: views[0]?.since ?? '0', rows, ...(await checkLog(target, tenantId, options.before)) };
  } finally {
    await source.query('ROLLBACK').catch(() => undefined);
  }
}

async function compare(ends: Ends, table: TenantTable, everything: boolean): Promise<void> {
  const [here, there] = await Promise.all([count(ends.source, ends, table), count(ends.target, ends, table)]);
  if (here !== there) await removeGone(ends, table);
  const digests = everything ? digest : count;
  const [sent, stored] = await Promise.all([
    digests(ends.source, ends, table),
    digests(ends.target, ends, table),
  ]);
  if (sent === stored) return;
  throw new MoveProblem('CHECK_FAILED', `The rows of ${table.name} are not the same in both places.`);
}

async function count(client: pg.Client, { tenantId }: Ends, { name }: TenantTable): Promise<string> {
  const { rows } = await client.query<{ rows: number }>(
    `SELECT count(*) AS rows FROM "${name}" WHERE tenant_id = $1`,
    [tenantId],
  );
  return String(rows[0]?.rows);
}

async function digest(client: pg.Client, { tenantId }: Ends, table: TenantTable): Promise<string> {
  const { rows } = await client.query(digestQuery(table), [tenantId]);
  return JSON.stringify(rows[0]);
}

/** Walks the log at the target to its head, from where it was walked before. */
async function checkLog(
  target: pg.Client,
  tenantId: TenantId,
  before: Copied | undefined,
): Promise<{ position: number; hash: string }> {
  const tx: Pick<Tx, 'query'> = { query: (statement, values) => runOn(target, statement, values) };
  let place = { position: before?.position ?? 0, hash: before?.hash ?? genesisHash(tenantId) };
  for (;;) {
    const walked = await walkOn(tx, tenantId, place, EVENTS_PER_STEP);
    if (!walked.ok) throw brokenLog(walked);
    place = walked.place;
    if (walked.events < EVENTS_PER_STEP) break;
  }
  const broken = await headBroken(tx, tenantId, place);
  if (broken) throw brokenLog(broken);
  return place;
}

function brokenLog({ position, reason }: { position: number; reason: string }): MoveProblem {
  return new MoveProblem('CHECK_FAILED', `The log does not hold at position ${position}: ${reason}`);
}
