import { evolve } from '@atrium/model';
import type { RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, storedEventOf } from '../log/event-row.ts';

/** A version of a record. */
export interface VersionOf {
  readonly id: RecordId;
  readonly version: number;
}

/** What reading the past took, for counters. */
export interface ReplayCost {
  readonly events: number;
  readonly snapshots: number;
}

const EVENTS_PER_READ = 2_000;

/** A record that is being brought up to `to`, from nothing or from a snapshot. */
interface Course {
  readonly id: RecordId;
  state: RecordState | undefined;
  readonly to: number;
}

/**
 * Records as they are stored in the log at given versions: where a personal value stands, its salted digest. From
 * the nearest snapshot on; versions that do not exist yet are left out. Events come in bounded portions.
 */
export async function storedStates(
  tx: Tx,
  tenantId: TenantId,
  wanted: readonly VersionOf[],
  onCost?: (cost: ReplayCost) => void,
): Promise<Map<RecordId, RecordState>> {
  const snapshots = await snapshotsBelow(tx, tenantId, wanted);
  const courses = wanted.map(({ id, version }): Course => ({ id, state: snapshots.get(id), to: version }));
  let events = 0;
  for (const group of inPortions(courses)) events += await replay(tx, tenantId, group);
  onCost?.({ events, snapshots: snapshots.size });
  const reached = courses.flatMap(({ id, state, to }) =>
    state?.version === to ? [[id, state] as const] : [],
  );
  return new Map(reached);
}

async function snapshotsBelow(tx: Tx, tenantId: TenantId, wanted: readonly VersionOf[]) {
  const { rows } = await tx.query<{ id: RecordId; state: RecordState }>(
    {
      name: 'snapshots_below',
      text: `SELECT w.id, s.state FROM unnest($2::uuid[], $3::int8[]) AS w(id, version)
        CROSS JOIN LATERAL (SELECT s.state FROM record_snapshots s
          WHERE s.tenant_id = $1 AND s.record_id = w.id AND s.version <= w.version
          ORDER BY s.version DESC LIMIT 1) s`,
    },
    [tenantId, wanted.map(({ id }) => id), wanted.map(({ version }) => version)],
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Together as many as fit a portion; one that does not fit goes alone. */
function inPortions(courses: readonly Course[]): Course[][] {
  const groups: Course[][] = [];
  let room = 0;
  for (const course of courses) {
    const distance = course.to - (course.state?.version ?? 0);
    if (distance <= 0) continue;
    const group = groups.at(-1);
    if (group && distance <= room) group.push(course);
    else {
      groups.push([course]);
      room = EVENTS_PER_READ;
    }
    room -= distance;
  }
  return groups;
}

async function replay(tx: Tx, tenantId: TenantId, courses: readonly Course[]): Promise<number> {
  const byId = new Map(courses.map((course) => [course.id, course]));
  let events = 0;
  for (;;) {
    const { rows } = await tx.query<EventRow>(
      {
        name: 'events_between_versions',
        text: `SELECT ${eventColumns('e')}
          FROM unnest($2::uuid[], $3::int8[], $4::int8[]) AS w(id, after, up_to)
          CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.tenant_id = $1 AND e.record_id = w.id
            AND e.version > w.after AND e.version <= w.up_to ORDER BY e.version LIMIT ${EVENTS_PER_READ}) e`,
      },
      [
        tenantId,
        courses.map(({ id }) => id),
        courses.map(({ state }) => state?.version ?? 0),
        courses.map(({ to }) => to),
      ],
    );
    for (const row of rows) {
      const course = byId.get(row.record_id);
      if (course) course.state = evolve(course.state, storedEventOf(row));
    }
    events += rows.length;
    if (rows.length < EVENTS_PER_READ || courses.every(({ state, to }) => state?.version === to))
      return events;
  }
}
