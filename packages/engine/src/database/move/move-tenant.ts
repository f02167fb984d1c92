import { asDatabaseError } from '../database-unavailable.ts';
import type { Directory } from '../directory.ts';
import { MIGRATION_LOCK } from '../migrate.ts';
import type { Places } from '../places.ts';
import { type Copied, commonTables, copyTenant } from './copy-tenant.ts';
import { completeMove, describeMove, leaveEarlierMove, takeBack } from './earlier-move.ts';
import { MoveEnds } from './move-ends.ts';
import { MoveProblem } from './move-problem.ts';
import { type DirectoryEntry, type MoveRecord, readEntry, switchEntry, writeRecord } from './move-record.ts';
import type { MoveOptions, MoveReport, MoveStep, Moving } from './moving.ts';
import { removeRows } from './remove-rows.ts';
import { open, seal, sealOf } from './seal.ts';

export interface MoveWays {
  readonly places: Places;
  readonly directory: Directory;
}

const MAX_PAUSE_MS = 10_000;
/** A pass that found no more than this is followed by the last one, when nobody writes. */
const FEW_ROWS = 1_000;
const MOST_PASSES = 8;

/**
 * Copies a tenant while it is in use, stops its writers for a moment, copies the rest, checks, and switches the
 * directory. Killed anywhere, it goes back or completes: at the next run, or when a server meets the seal.
 */
export async function moveTenant(ways: MoveWays, moving: Moving): Promise<MoveReport> {
  const ends = new MoveEnds(ways.places, moving.tenantId);
  try {
    const main = await ends.main;
    const found = await readEntry(main, moving.tenantId);
    if (moving.dryRun) return await describeMove(ends, found, moving);
    const completed = await leaveEarlierMove(ends, found, moving);
    if (completed) return completed;
    const entry = await readEntry(main, moving.tenantId);
    try {
      return await moveFrom(ends, entry, moving);
    } catch (error) {
      await leaveNothing(ends, entry);
      throw error;
    }
  } catch (error) {
    throw asDatabaseError(error);
  } finally {
    ways.directory.forget(moving.tenantId);
    await ends.close();
  }
}

async function moveFrom(ends: MoveEnds, was: DirectoryEntry, moving: Moving): Promise<MoveReport> {
  const { tenantId, to } = moving;
  const step = async (name: MoveStep) => moving.onStep?.(name);
  const main = await ends.main;
  await ends.ensureDatabase(to);
  const [source, target] = [await ends.at(was.placement), await ends.at(to)];
  const tables = await commonTables(source, target);
  if ((await sealOf(target, tenantId)) === 'open') {
    throw new MoveProblem('TARGET_IN_USE', `${to} holds rows of this workspace that no move brought there.`);
  }
  const startedAt = new Date().toISOString();
  const record: MoveRecord = { from: was.placement, to, step: 'copying', startedAt };
  await writeRecord(main, tenantId, record);
  await step('recorded');
  await removeRows(target, tenantId);
  await step('cleared');

  const pass = { from: was.placement, ...(moving.onRows && { onRows: moving.onRows }) };
  const both = { source, target, tenantId };
  let copied = await copyTenant(both, tables, { ...pass, everything: true });
  let rows = copied.rows;
  // Fresh tables have no statistics, and plans without them are slow for the first who comes.
  for (const { name } of tables) await target.query(`ANALYZE "${name}"`);
  await step('copied');
  for (let passes = 1, more = rows; more > FEW_ROWS && passes < MOST_PASSES; passes += 1) {
    copied = await copyTenant(both, tables, { ...pass, before: copied });
    more = copied.rows;
    rows += more;
  }
  await step('followed');

  const started = performance.now();
  try {
    await seal(source, tenantId, to);
    await step('sealed');
    const last = await lastPass(both, tables, { ...pass, before: copied, ...moving });
    rows += last.rows;
    copied = last;
    await step('checked');
    await switchEntry(main, tenantId, { was, record });
  } catch (error) {
    await goBack(ends, was, error);
  } finally {
    const unlock = `SELECT pg_advisory_unlock_shared(${MIGRATION_LOCK})`;
    for (const client of [source, target]) await client.query(unlock).catch(() => undefined);
  }
  await step('switched');
  await open(target, tenantId);
  const pauseMs = performance.now() - started;
  await step('opened');
  const kept = await completeMove(ends, { ...record, step: 'switched' }, moving);
  return { tenantId, from: was.placement, to, outcome: 'moved', rows, head: copied.position, pauseMs, kept };
}

/** The pass during which nobody writes, in bounded time. */
async function lastPass(
  both: Parameters<typeof copyTenant>[0],
  tables: Parameters<typeof copyTenant>[1],
  options: Parameters<typeof copyTenant>[2] & Pick<MoveOptions, 'maxPauseMs'>,
): Promise<Copied> {
  const { source, target } = both;
  const limit = Math.max(1, Math.round(options.maxPauseMs ?? MAX_PAUSE_MS));
  const deadline = performance.now() + limit;
  const inTime = () => {
    if (performance.now() > deadline) {
      throw new MoveProblem('PAUSE_TOO_LONG', `What is left takes longer than ${limit} ms to copy.`);
    }
  };
  const onRows = (rows: number) => {
    inTime();
    options.onRows?.(rows);
  };
  try {
    for (const client of [source, target]) {
      await client.query(`SET statement_timeout = ${limit}`);
      // A newer version that starts at this very moment must not bring tables of which we know nothing.
      await client.query(`SELECT pg_advisory_lock_shared(${MIGRATION_LOCK})`);
    }
    if (JSON.stringify(await commonTables(source, target)) !== JSON.stringify(tables)) {
      throw new MoveProblem('CHECK_FAILED', 'The tables were changed during the move. Run it again.');
    }
    const copied = await copyTenant(both, tables, { ...options, onRows });
    inTime();
    return copied;
  } catch (error) {
    const late = error instanceof Error && 'code' in error && error.code === '57014';
    if (late)
      throw new MoveProblem('PAUSE_TOO_LONG', `What is left takes longer than ${limit} ms to copy.`, error);
    throw error;
  } finally {
    for (const client of [source, target]) {
      await client.query('SET statement_timeout = 0').catch(() => undefined);
    }
  }
}

/** What was copied in vain goes, as far as it can be reached; else the next run removes it. */
async function leaveNothing(ends: MoveEnds, was: DirectoryEntry): Promise<void> {
  try {
    const now = await readEntry(await ends.main, ends.tenantId);
    if (now.generation === was.generation && now.move) await takeBack(ends, now.move);
  } catch {
    // The first error is the one to tell.
  }
}

/** Opens the tenant where it was, unless the switch did happen after all. Without a word from the directory nothing. */
async function goBack(ends: MoveEnds, was: DirectoryEntry, error: unknown): Promise<void> {
  // Answered on the connection that holds the lock, so nobody else has moved it meanwhile.
  const now = await readEntry(await ends.main, ends.tenantId).catch(() => undefined);
  if (!now) throw error;
  if (now.generation === was.generation) {
    await open(await ends.at(was.placement), ends.tenantId).catch(() => undefined);
    throw error;
  }
}
