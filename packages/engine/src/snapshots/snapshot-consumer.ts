import type { Instant, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Consumer } from '../consumers/consumers.ts';
import type { Tx } from '../database/tx.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { storedStates } from '../records/stored-states.ts';
import { DAY_MS, SNAPSHOT_POLICY, type SnapshotPolicy, WORTH_A_SNAPSHOT } from './snapshot-policy.ts';

export interface SnapshotConsumerOptions {
  readonly policy?: SnapshotPolicy;
  readonly onTaken?: (tenantId: TenantId, snapshots: number) => void;
}

/** A version that is to be kept. */
interface Due {
  readonly id: RecordId;
  readonly version: number;
  readonly at: Instant;
}

/**
 * Keeps states of records at some of their versions. Which ones follows from the log and the policy alone, so that
 * reading it in other portions, or from its start again, gives the same. What is kept is what the hashed part of the
 * log says: digests in the place of personal values.
 */
export function snapshotConsumer({
  policy = SNAPSHOT_POLICY,
  onTaken,
}: SnapshotConsumerOptions = {}): Consumer {
  return {
    name: 'snapshots',
    async handle(tx, events, tenantId) {
      const due = await dueVersions(tx, tenantId, { events, policy });
      for (const round of inRounds(due)) {
        await keep(tx, tenantId, round);
        onTaken?.(tenantId, round.length);
      }
    },
    async reset(tx, tenantId) {
      await tx.query('DELETE FROM record_snapshots WHERE tenant_id = $1', [tenantId]);
    },
  };
}

async function dueVersions(
  tx: Tx,
  tenantId: TenantId,
  { events, policy }: { readonly events: readonly LoggedEvent[]; readonly policy: SnapshotPolicy },
): Promise<Due[]> {
  const least = Math.min(WORTH_A_SNAPSHOT, policy.every);
  const candidates = events.filter(({ version }) => version >= least);
  if (candidates.length === 0) return [];
  const last = await newestSnapshots(tx, tenantId, new Set(candidates.map(({ recordId }) => recordId)));
  const due: Due[] = [];
  for (const { recordId, version, at } of candidates) {
    const before = last.get(recordId);
    if (!before || version <= before.version) continue;
    const since = version - before.version;
    const isOld = Date.parse(at) - Date.parse(before.at) >= policy.days * DAY_MS;
    if (since < policy.every && !(isOld && since >= least)) continue;
    due.push({ id: recordId, version, at });
    last.set(recordId, { version, at });
  }
  return due;
}

/** Where a record has none: its beginning. */
async function newestSnapshots(tx: Tx, tenantId: TenantId, ids: ReadonlySet<RecordId>) {
  const { rows } = await tx.query<{ id: RecordId; version: number; at: Instant }>(
    {
      name: 'newest_snapshots',
      text: `SELECT w.id, coalesce(s.version, 0) AS version, coalesce(s.at, first.at) AS at
        FROM unnest($2::uuid[]) AS w(id)
        JOIN events first ON first.tenant_id = $1 AND first.record_id = w.id AND first.version = 1
        LEFT JOIN LATERAL (SELECT s.version, s.at FROM record_snapshots s
          WHERE s.tenant_id = $1 AND s.record_id = w.id ORDER BY s.version DESC LIMIT 1) s ON true`,
    },
    [tenantId, [...ids]],
  );
  return new Map(rows.map(({ id, version, at }) => [id, { version, at }]));
}

/** One version of each record at a time: each then starts at the one before. */
function inRounds(due: readonly Due[]): Due[][] {
  const rounds: Due[][] = [];
  const count = new Map<RecordId, number>();
  for (const one of due) {
    const round = count.get(one.id) ?? 0;
    count.set(one.id, round + 1);
    const list = rounds[round];
    if (list) list.push(one);
    else rounds.push([one]);
  }
  return rounds;
}

async function keep(tx: Tx, tenantId: TenantId, due: readonly Due[]): Promise<void> {
  const states = await storedStates(tx, tenantId, due);
  const rows = due.flatMap(({ id, version, at }) => {
    const state: RecordState | undefined = states.get(id);
    return state ? [{ record_id: id, version, at, state }] : [];
  });
  await tx.query(
    {
      name: 'snapshots_keep',
      text: `INSERT INTO record_snapshots (tenant_id, record_id, version, at, state)
        SELECT $1, s.record_id, s.version, s.at, s.state
        FROM jsonb_to_recordset($2::jsonb) AS s(record_id uuid, version int8, at timestamptz, state jsonb)
        ON CONFLICT DO NOTHING`,
    },
    [tenantId, JSON.stringify(rows)],
  );
}
