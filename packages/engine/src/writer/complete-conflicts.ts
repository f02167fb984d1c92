import { withBaseValues } from '@atrium/model';
import { isId, type RecordEvent, type TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { Job } from './job.ts';

/** What changed a field first after the base is near the base; beyond this a dialog shows no base. */
const EVENTS_PER_CONFLICT = 1_000;

const SINCE = {
  name: 'events_since_bases',
  text: `SELECT b.command_id AS job, ${eventColumns('e')}
         FROM unnest($2::uuid[], $3::uuid[], $4::int8[]) b (command_id, record_id, base)
         CROSS JOIN LATERAL (
           SELECT * FROM events WHERE tenant_id = $1 AND record_id = b.record_id AND version > b.base
           ORDER BY version LIMIT ${EVENTS_PER_CONFLICT}) e
         ORDER BY e.position`,
};

/** Puts the values that each sender saw into the CONFLICT refusals of a batch, for a three-way merge. */
export async function completeConflicts(
  tx: Tx,
  tenantId: TenantId,
  jobs: readonly Job[],
  made: readonly RecordEvent[],
): Promise<void> {
  const conflicts = jobs.flatMap((job) => {
    const refusal = job.outcome?.kind === 'refused' ? job.outcome.refusal : undefined;
    const recordId = refusal?.details?.recordId;
    return refusal?.code === 'CONFLICT' && isId(recordId)
      ? [{ job, refusal, recordId: String(recordId) }]
      : [];
  });
  if (conflicts.length === 0) return;
  const { rows } = await tx.query<EventRow & { job: string }>(SINCE, [
    tenantId,
    conflicts.map(({ job }) => job.command.id),
    conflicts.map(({ recordId }) => recordId),
    conflicts.map(({ job }) => job.command.baseVersion),
  ]);
  for (const { job, refusal, recordId } of conflicts) {
    const stored = rows.filter((row) => row.job === job.command.id).map(eventOf);
    const fresh = made.filter(
      (event) => event.recordId === recordId && event.version > job.command.baseVersion,
    );
    const completed = withBaseValues(refusal, [...stored, ...fresh], job.command.ownVersions);
    job.outcome = { kind: 'refused', refusal: completed };
  }
}
