import type { MoveEnds } from './move-ends.ts';
import { type DirectoryEntry, type MoveRecord, writeRecord } from './move-record.ts';
import type { MoveReport, Moving } from './moving.ts';
import { removeRows } from './remove-rows.ts';
import { open, sealOf, waitForReaders } from './seal.ts';
import { readTenantTables } from './tenant-tables.ts';

const READERS_MS = 120_000;

/**
 * Deals with what an earlier move left: one that had switched is completed, one that had not is taken back. Answers
 * the report if the tenant is where it is wanted.
 */
export async function leaveEarlierMove(
  ends: MoveEnds,
  { placement, move }: DirectoryEntry,
  moving: Moving,
): Promise<MoveReport | undefined> {
  const { tenantId, to } = moving;
  // Sealed where it lives, and the lock is ours: whoever sealed it is gone.
  const home = await ends.at(placement);
  const wasSealed = (await sealOf(home, tenantId)) === 'sealed';
  if (wasSealed) await open(home, tenantId);
  let kept = false;
  if (move?.step === 'copying') await takeBack(ends, move);
  else if (move && move.from !== to) kept = await completeMove(ends, move, moving);
  if (placement !== to) return undefined;
  const { rows } = await home.query<{ head: number }>('SELECT head FROM tenants WHERE tenant_id = $1', [
    tenantId,
  ]);
  const outcome = move ? 'completed' : 'there';
  const from = move?.from ?? placement;
  return { tenantId, from, to, outcome, rows: 0, head: rows[0]?.head ?? 0, pauseMs: 0, kept };
}

/** Removes what had been copied by a move that did not switch. */
export async function takeBack(ends: MoveEnds, move: MoveRecord): Promise<void> {
  const target = await ends.at(move.to);
  // Never what is open: that would be where it lives.
  if ((await sealOf(target, ends.tenantId)) !== 'open') await removeRows(target, ends.tenantId);
  await writeRecord(await ends.main, ends.tenantId, null);
}

/** The last part of a move: nobody reads the old rows any more, and they go. Answers whether they are kept. */
export async function completeMove(ends: MoveEnds, move: MoveRecord, moving: Moving): Promise<boolean> {
  const { tenantId, keep = false, onStep, onRows, readersMs = READERS_MS } = moving;
  const main = await ends.main;
  if (keep) {
    await writeRecord(main, tenantId, { ...move, step: 'kept' });
    return true;
  }
  const old = await ends.at(move.from);
  // Never what is open: that would be where it lives.
  if ((await sealOf(old, tenantId)) === 'sealed') {
    if (!(await waitForReaders(old, tenantId, readersMs))) return true;
    await onStep?.('left');
    await removeRows(old, tenantId, onRows);
  }
  await writeRecord(main, tenantId, null);
  await onStep?.('removed');
  return false;
}

/** What would be moved, and whether the target can be reached. */
export async function describeMove(
  ends: MoveEnds,
  { placement }: DirectoryEntry,
  { tenantId, to }: Moving,
): Promise<MoveReport> {
  const home = await ends.at(placement);
  // A database that a move would make is not there yet, and that is fine.
  if (await ends.hasDatabase(to)) await ends.at(to);
  let rows = 0;
  for (const { name } of await readTenantTables(home)) {
    const counted = await home.query<{ rows: number }>(
      `SELECT count(*) AS rows FROM "${name}" WHERE tenant_id = $1`,
      [tenantId],
    );
    rows += counted.rows[0]?.rows ?? 0;
  }
  const { rows: heads } = await home.query<{ head: number }>(
    'SELECT head FROM tenants WHERE tenant_id = $1',
    [tenantId],
  );
  const head = heads[0]?.head ?? 0;
  return { tenantId, from: placement, to, outcome: 'dry run', rows, head, pauseMs: 0, kept: true };
}
