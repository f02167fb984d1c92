import type { JsonObject, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';

/** A record as it is now, and an earlier version of it. */
export interface WayBack {
  readonly record: RecordState;
  readonly to: number;
}

/**
 * Records as they were a few events ago, by taking back what those events wrote. Left out are those that were
 * created, deleted or restored on the way: the old values say nothing of that.
 */
export async function rollBack(
  tx: Tx,
  tenantId: TenantId,
  ways: readonly WayBack[],
): Promise<Map<RecordId, RecordState>> {
  const events = await eventsFrom(tx, tenantId, ways);
  const sketches = ways.flatMap((way) => sketchOf(way, events.get(way.record.id) ?? []) ?? []);
  const touched = await versionsBefore(tx, tenantId, sketches);
  return new Map(
    sketches.map(({ state, fields }) => [
      state.id,
      { ...state, fieldVersions: versionsOf(state, fields, touched.get(state.id)) },
    ]),
  );
}

interface Sketch {
  /** With the versions of its fields still as they are now. */
  readonly state: RecordState;
  /** What was taken back. */
  readonly fields: ReadonlySet<string>;
}

/** Those after `to`, and the one that made it. */
async function eventsFrom(tx: Tx, tenantId: TenantId, ways: readonly WayBack[]) {
  const { rows } = await tx.query<EventRow>(
    {
      name: 'events_from_versions',
      text: `SELECT ${eventColumns('e')} FROM unnest($2::uuid[], $3::int8[]) AS w(id, version)
        JOIN events e ON e.tenant_id = $1 AND e.record_id = w.id AND e.version >= w.version
        ORDER BY e.record_id, e.version`,
    },
    [tenantId, ways.map(({ record }) => record.id), ways.map(({ to }) => to)],
  );
  const events = new Map<RecordId, LoggedEvent[]>();
  for (const event of rows.map(eventOf)) {
    const list = events.get(event.recordId);
    if (list) list.push(event);
    else events.set(event.recordId, [event]);
  }
  return events;
}

function sketchOf({ record }: WayBack, [then, ...since]: readonly LoggedEvent[]): Sketch | undefined {
  if (!then || since.some(({ change }) => change !== 'changed')) return undefined;
  const values: JsonObject = { ...record.fields };
  const fields = new Set<string>();
  for (const { patch } of since.toReversed()) {
    for (const name of [...Object.keys(patch.set), ...patch.unset]) {
      fields.add(name);
      const old = patch.old[name];
      if (old === undefined) delete values[name];
      else values[name] = old;
    }
  }
  const state = {
    ...record,
    version: then.version,
    fields: values,
    updatedAt: then.origin?.at ?? then.at,
    updatedBy: then.origin?.personId ?? then.actor.personId,
  };
  return { state, fields };
}

/** For each field that was taken back, the version that had last written it before. */
async function versionsBefore(tx: Tx, tenantId: TenantId, sketches: readonly Sketch[]) {
  const asked = sketches.flatMap(({ state: { id, version }, fields }) =>
    [...fields].map((field) => ({ id, field, version })),
  );
  const found = new Map<RecordId, Map<string, number>>();
  if (asked.length === 0) return found;
  const { rows } = await tx.query<{ id: RecordId; field: string; version: number }>(
    {
      name: 'field_versions_before',
      text: `SELECT w.id, w.field, e.version
        FROM unnest($2::uuid[], $3::text[], $4::int8[]) AS w(id, field, version)
        CROSS JOIN LATERAL (SELECT e.version FROM events e
          WHERE e.tenant_id = $1 AND e.record_id = w.id AND e.version <= w.version
            AND ((e.patch -> 'set') ? w.field OR (e.patch -> 'unset') ? w.field)
          ORDER BY e.version DESC LIMIT 1) e`,
    },
    [
      tenantId,
      asked.map(({ id }) => id),
      asked.map(({ field }) => field),
      asked.map(({ version }) => version),
    ],
  );
  for (const { id, field, version } of rows) {
    const versions = found.get(id) ?? new Map<string, number>();
    found.set(id, versions.set(field, version));
  }
  return found;
}

function versionsOf(
  { fieldVersions }: RecordState,
  fields: ReadonlySet<string>,
  before: ReadonlyMap<string, number> | undefined,
): { [field: string]: number } {
  const versions: { [field: string]: number } = { ...fieldVersions };
  for (const field of fields) {
    const version = before?.get(field);
    if (version === undefined) delete versions[field];
    else versions[field] = version;
  }
  return versions;
}
