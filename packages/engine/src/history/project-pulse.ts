import type { Instant, RecordId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';

export interface PulseQuery {
  readonly projectId: RecordId;
  /** When the project came into the log, unless told. */
  readonly from?: Instant | undefined;
  readonly to: Instant;
  readonly parts: number;
}

/** A stretch of time in which something changed on the board of a project. */
export interface PulsePart {
  /** From 0; parts without changes are left out. */
  readonly part: number;
  readonly changes: number;
  readonly first: Instant;
  readonly last: Instant;
}

export interface Pulse {
  readonly from: Instant;
  readonly to: Instant;
  readonly parts: readonly PulsePart[];
}

/**
 * When a project's work changed, as it was logged, counted over equal parts of a time; undefined when that ends before
 * it begins. Rights are the caller's to check.
 */
export async function projectPulse(tx: Tx, query: PulseQuery): Promise<Pulse | undefined> {
  const { projectId, to, parts } = query;
  const from = query.from ?? (await beganAt(tx, projectId)) ?? to;
  if (Date.parse(from) >= Date.parse(to)) return undefined;
  const { rows } = await tx.query<PulsePart>(
    `SELECT greatest(least(width_bucket(extract(epoch FROM e.at), extract(epoch FROM $2::timestamptz),
                                        extract(epoch FROM $3::timestamptz), $4::int), $4::int) - 1, 0) AS part,
            count(*)::int AS changes, min(e.at) AS first, max(e.at) AS last
     FROM events e
     WHERE e.project_id = $1::uuid AND e.subject_id IS NULL AND e.at >= $2::timestamptz AND e.at <= $3::timestamptz
     GROUP BY 1 ORDER BY 1`,
    [projectId, from, to, parts],
  );
  return { from, to, parts: rows };
}

async function beganAt(tx: Tx, projectId: RecordId): Promise<Instant | undefined> {
  const { rows } = await tx.query<{ at: Instant }>(
    'SELECT e.at FROM events e WHERE e.project_id = $1::uuid ORDER BY e.position LIMIT 1',
    [projectId],
  );
  return rows[0]?.at;
}
