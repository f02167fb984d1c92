import { newId, type RecordId, type TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import type { Runtime } from '../runtime.ts';
import { genesisHash } from './event-hash.ts';
import { readHead } from './heads.ts';
import { GONE_AFTER_SECONDS, readVerification, type Verification } from './verification-state.ts';
import { type ChainPlace, headBroken, walkOn } from './verify-log.ts';

export interface VerificationAsked {
  /** Who asked for it. */
  readonly by: RecordId;
  /** From the first event again, instead of from where it was last verified. */
  readonly whole: boolean;
}

/** Walks hash chains on, in steps that are each kept: what was cut short goes on from there. */
export interface LogVerifier {
  state(tenantId: TenantId): Promise<Verification>;
  /** Starts a run unless one goes on, on whichever node, and answers at once. */
  start(tenantId: TenantId, asked: VerificationAsked): Promise<Verification>;
  /** When no run of this process goes on for the tenant any more. */
  settled(tenantId: TenantId): Promise<void>;
  close(): Promise<void>;
}

const EVENTS_PER_STEP = 1_000;

export function createLogVerifier(runtime: Runtime): LogVerifier {
  const { database, logger } = runtime;
  const runs = new Map<TenantId, Promise<void>>();
  let closed = false;

  async function run(tenantId: TenantId, runId: string): Promise<void> {
    try {
      while (!closed && (await database.withTenant(tenantId, (tx) => step(tx, tenantId, runId))));
    } catch (error) {
      // What was verified is kept; the run reads as stopped, and the next goes on from there.
      logger.warn({ err: error, tenantId }, 'The hash chain could not be verified to its end.');
    }
  }

  return {
    state: (tenantId) =>
      database.withTenant(tenantId, (tx) => readVerification(tx, tenantId), { readOnly: true }),
    async start(tenantId, asked) {
      const runId = newId();
      const state = await database.withTenant(tenantId, async (tx) => {
        await begin(tx, tenantId, { ...asked, runId });
        return readVerification(tx, tenantId);
      });
      if (closed) return state;
      const running = (runs.get(tenantId) ?? Promise.resolve()).then(() => run(tenantId, runId));
      runs.set(tenantId, running);
      void running.then(() => runs.get(tenantId) === running && runs.delete(tenantId));
      return state;
    },
    settled: async (tenantId) => runs.get(tenantId),
    async close() {
      closed = true;
      await Promise.all(runs.values());
    },
  };
}

/** Takes the place of no run that goes on; then what follows has nothing to do. */
async function begin(
  tx: Tx,
  tenantId: TenantId,
  { by, whole, runId }: VerificationAsked & { readonly runId: string },
): Promise<void> {
  await tx.query('INSERT INTO log_verifications (tenant_id) VALUES ($1) ON CONFLICT DO NOTHING', [tenantId]);
  await tx.query(
    `UPDATE log_verifications SET run_id = $2, run_target = $3, run_started_at = now(), run_seen_at = now(),
       started_by = $4, broken_position = NULL, broken_reason = NULL, broken_at = NULL,
       position = CASE WHEN $5::boolean THEN 0 ELSE position END,
       hash = CASE WHEN $5::boolean THEN NULL ELSE hash END
     WHERE tenant_id = $1
       AND (run_id IS NULL OR run_seen_at < now() - interval '${GONE_AFTER_SECONDS} seconds')`,
    [tenantId, runId, await readHead(tx, tenantId), by, whole],
  );
}

/** One step of a run; false at its end, or when the run is not this one any more. */
async function step(tx: Tx, tenantId: TenantId, runId: string): Promise<boolean> {
  const { rows } = await tx.query<{ position: number; hash: string | null; target: number }>(
    `SELECT position, encode(hash, 'hex') AS hash, run_target AS target FROM log_verifications
     WHERE tenant_id = $1 AND run_id = $2 FOR UPDATE`,
    [tenantId, runId],
  );
  const [row] = rows;
  if (!row) return false;
  const from = { position: row.position, hash: row.hash ?? genesisHash(tenantId) };
  const limit = Math.min(EVENTS_PER_STEP, Math.max(0, row.target - row.position));
  const walked = await walkOn(tx, tenantId, from, limit);
  const reached = walked.ok ? walked.place : from;
  const isShort = walked.ok && walked.events < limit;
  const isEnd = walked.ok && (isShort || reached.position >= row.target);
  const atEnd = isEnd ? await endProblem(tx, tenantId, reached, isShort) : undefined;
  const broken = walked.ok ? atEnd : walked;
  const isOver = isEnd || broken !== undefined;
  await tx.query(
    `UPDATE log_verifications SET position = $2, hash = decode($3, 'hex'), run_seen_at = now(),
       run_id = CASE WHEN $4::boolean THEN NULL ELSE run_id END,
       verified_position = CASE WHEN $5::boolean THEN $2 ELSE verified_position END,
       verified_at = CASE WHEN $5::boolean THEN now() ELSE verified_at END,
       broken_position = $6, broken_reason = $7,
       broken_at = CASE WHEN $6::int8 IS NULL THEN NULL ELSE now() END
     WHERE tenant_id = $1`,
    [
      tenantId,
      reached.position,
      reached.hash,
      isOver,
      isEnd && !broken,
      broken?.position ?? null,
      broken?.reason ?? null,
    ],
  );
  return !isOver;
}

/** Where the log grew since the run began, its head is for the next run to check. */
async function endProblem(tx: Tx, tenantId: TenantId, end: ChainPlace, isShort: boolean) {
  const grew = !isShort && (await readHead(tx, tenantId)) > end.position;
  return grew ? undefined : headBroken(tx, tenantId, end);
}
