import { type EvolvingEvent, evolveAll } from '@atrium/model';
import type { JsonObject, Origin, RecordChange, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';

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

const STEPS_OF = `json_agg(json_build_array(e.version, e.change, e.patch -> 'set', nullif(e.patch -> 'unset', '[]'::jsonb),
  e.actor ->> 'personId', (extract(epoch FROM e.at) * 1000)::int8, e.origin) ORDER BY e.version)`;

/** A record that is being brought up to `to`, from nothing or from a snapshot. */
interface Course {
  readonly id: RecordId;
  state: RecordState | undefined;
  readonly to: number;
}

/**
 * What of an event makes a state, and no more: version, change, fields set, fields unset, who, when (milliseconds
 * since 1970), origin. As one text for many events, which is read several times as fast as rows of columns.
 */
type Step = readonly [number, RecordChange, JsonObject, string[] | null, RecordId, number, Origin | null];

interface StepsRow {
  readonly id: RecordId;
  readonly type: string;
  readonly steps: readonly Step[];
}

/**
 * Records as they are stored in the log at given versions, or at their newest where that is less: where a personal
 * value stands, its salted digest. From the nearest snapshot on; events come in bounded portions.
 */
export async function storedStates(
  tx: Tx,
  tenantId: TenantId,
  wanted: readonly VersionOf[],
  onCost?: (cost: ReplayCost) => void,
): Promise<Map<RecordId, RecordState>> {
  if (wanted.length === 0) return new Map();
  const { courses, snapshots, taken } =
    wanted.length === 1 ? await courseAndSteps(tx, tenantId, wanted) : await coursesTo(tx, tenantId, wanted);
  let events = taken;
  for (const group of inPortions(courses)) events += await replay(tx, tenantId, group);
  onCost?.({ events, snapshots });
  return new Map(courses.flatMap(({ id, state }) => (state ? [[id, state] as const] : [])));
}

/** Where each record starts: at its nearest snapshot, or at nothing. */
interface Start {
  readonly courses: readonly Course[];
  readonly snapshots: number;
  /** Events that were replayed on the way. */
  readonly taken: number;
}

interface CourseRow {
  readonly id: RecordId;
  readonly version: number;
  readonly state: RecordState | null;
}

// Under row security an index takes `greatest` of columns, but neither `coalesce` nor what is inside of the state.
const COURSES = `SELECT w.id, least(w.version, r.version) AS version, s.state, s.version AS after
  FROM unnest($2::uuid[], $3::int8[]) AS w(id, version)
  JOIN records r ON r.tenant_id = $1 AND r.id = w.id
  LEFT JOIN LATERAL (SELECT s.state, s.version FROM record_snapshots s
    WHERE s.tenant_id = $1 AND s.record_id = w.id AND s.version <= w.version
    ORDER BY s.version DESC LIMIT 1) s ON true`;

async function coursesTo(tx: Tx, tenantId: TenantId, wanted: readonly VersionOf[]): Promise<Start> {
  const { rows } = await tx.query<CourseRow>({ name: 'snapshots_below', text: COURSES }, [
    tenantId,
    wanted.map(({ id }) => id),
    wanted.map(({ version }) => version),
  ]);
  return startOf(rows, 0);
}

/** For one record, with the first of its events: people wait for it. */
async function courseAndSteps(tx: Tx, tenantId: TenantId, wanted: readonly VersionOf[]): Promise<Start> {
  const { rows } = await tx.query<CourseRow & { type: string; steps: readonly Step[] | null }>(
    {
      name: 'snapshot_and_steps',
      text: `SELECT c.id, c.version, c.state, t.type, t.steps FROM (${COURSES}) c
        LEFT JOIN LATERAL (SELECT min(e.record_type) AS type, ${STEPS_OF} AS steps
          FROM (SELECT * FROM events e WHERE e.tenant_id = $1 AND e.record_id = c.id
            AND e.version > greatest(c.after, 0) AND e.version <= c.version
            ORDER BY e.version LIMIT ${EVENTS_PER_READ}) e) t ON true`,
    },
    [tenantId, wanted.map(({ id }) => id), wanted.map(({ version }) => version)],
  );
  const start = startOf(rows, rows[0]?.steps?.length ?? 0);
  for (const [at, { id, type, steps }] of rows.entries()) {
    const course = start.courses[at];
    if (course && steps) course.state = evolveAll(course.state, eventsOf({ id, type, steps }));
  }
  return start;
}

function startOf(rows: readonly CourseRow[], taken: number): Start {
  return {
    courses: rows.map(({ id, version, state }) => ({ id, state: state ?? undefined, to: version })),
    snapshots: rows.filter(({ state }) => state !== null).length,
    taken,
  };
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
    const { rows } = await tx.query<StepsRow>(STEPS, [
      tenantId,
      courses.map(({ id }) => id),
      courses.map(({ state }) => state?.version ?? 0),
      courses.map(({ to }) => to),
    ]);
    let taken = 0;
    for (const row of rows) {
      const course = byId.get(row.id);
      if (course) course.state = evolveAll(course.state, eventsOf(row));
      taken += row.steps.length;
    }
    events += taken;
    if (taken < EVENTS_PER_READ || courses.every(({ state, to }) => state?.version === to)) return events;
  }
}

const STEPS = {
  name: 'steps_between_versions',
  text: `SELECT w.id, min(e.record_type) AS type, ${STEPS_OF} AS steps
    FROM unnest($2::uuid[], $3::int8[], $4::int8[]) AS w(id, after, up_to)
    CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.tenant_id = $1 AND e.record_id = w.id
      AND e.version > w.after AND e.version <= w.up_to ORDER BY e.version LIMIT ${EVENTS_PER_READ}) e
    GROUP BY w.id`,
};

function* eventsOf({ id, type, steps }: StepsRow): Generator<EvolvingEvent, void, void> {
  for (const [version, change, set, unset, personId, at, origin] of steps) {
    yield {
      recordId: id,
      recordType: type,
      version,
      name: '',
      change,
      patch: { set, unset: unset ?? [], old: {} },
      // Through what it came is no part of a state.
      actor: { personId, via: 'system' },
      at: new Date(at).toISOString(),
      ...(origin && { origin }),
    };
  }
}
