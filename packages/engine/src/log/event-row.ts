import type { Actor, Origin, Patch, RecordChange } from '@atrium/protocol';
import type { LoggedEvent } from './logged-event.ts';
import { type PersonalValues, restorePersonal } from './personal-values.ts';

/** A row of `events`, as our connections parse it. The one place that knows how an event is stored. */
export interface EventRow {
  readonly position: number;
  readonly event_id: string;
  readonly record_id: string;
  readonly record_type: string;
  readonly version: number;
  readonly name: string;
  readonly change: RecordChange;
  readonly patch: Patch;
  readonly personal: PersonalValues | null;
  readonly actor: Actor;
  readonly at: string;
  readonly command_id: string;
  readonly cause: string | null;
  readonly origin: Origin | null;
  readonly project_id: string | null;
  readonly subject_id: string | null;
}

const NAMES = [
  'position',
  'event_id',
  'record_id',
  'record_type',
  'version',
  'name',
  'change',
  'patch',
  'personal',
  'actor',
  'at',
  'command_id',
  'cause',
  'origin',
  'project_id',
  'subject_id',
] as const;

/** The columns of an `EventRow`, for a table alias such as `e`. */
export function eventColumns(alias = 'events'): string {
  return NAMES.map((name) => `${alias}.${name}`).join(', ');
}

export function eventOf(row: EventRow): LoggedEvent {
  const stored = storedEventOf(row);
  return { ...stored, patch: restorePersonal(stored.patch, row.personal) };
}

/** The event as it is hashed: with digests in place of personal values. */
export function storedEventOf(row: EventRow): LoggedEvent {
  return {
    position: row.position,
    id: row.event_id,
    recordId: row.record_id,
    recordType: row.record_type,
    version: row.version,
    name: row.name,
    change: row.change,
    patch: row.patch,
    actor: row.actor,
    at: row.at,
    commandId: row.command_id,
    ...(row.cause !== null && { cause: row.cause }),
    ...(row.origin !== null && { origin: row.origin }),
    projectId: row.project_id,
    subjectId: row.subject_id,
  };
}
