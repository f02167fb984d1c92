import type { LoggedEvent, Tx } from '@atrium/engine';
import { builtIn, type Member } from '@atrium/model';
import type { TimelineEntry } from '@atrium/protocol/api';
import { describeCause } from './cause-name.ts';
import { fieldChanges } from './field-changes.ts';
import { idsIn, KnownNames } from './known-names.ts';

/** Events as people read them: who, when, through what, which fields; with the names of all that is mentioned. */
export async function describeEvents(
  tx: Tx,
  member: Member,
  events: readonly LoggedEvent[],
): Promise<{ entries: TimelineEntry[]; names: Record<string, string> }> {
  const known = new KnownNames(tx, member);
  await known.load(events.flatMap(idsOf));
  return { entries: events.map((event) => describe(event, known)), names: known.all() };
}

function describe(event: LoggedEvent, known: KnownNames): TimelineEntry {
  const record = known.record(event.recordId);
  const personId = event.origin?.personId ?? event.actor.personId;
  const { set, old } = event.patch;
  return {
    position: event.position,
    at: event.origin?.at ?? event.at,
    loggedAt: event.at,
    recordId: event.recordId,
    recordType: event.recordType,
    recordLabel: builtIn.types.get(event.recordType)?.label ?? event.recordType,
    recordKey: known.keyOf(record),
    recordTitle: known.titleOf(record),
    recordDeleted: record?.deletedAt !== null,
    projectId: event.projectId,
    subjectId: event.subjectId,
    version: event.version,
    name: event.name,
    change: event.change,
    reverted: event.name.endsWith('.reverted'),
    personId,
    personName: nameOfPerson(personId, known),
    via: event.actor.via,
    commandId: event.commandId,
    cause: event.cause === undefined ? null : describeCause(event.cause),
    source: event.origin?.source ?? null,
    fields: fieldChanges({ recordType: event.recordType, old, new: set }, known.valuesOf(record)),
  };
}

/** The system acts under the workspace's own id. */
export function nameOfPerson(personId: string, known: KnownNames): string {
  const record = known.record(personId);
  return record?.type === 'workspace' ? 'Atrium' : known.titleOf(record);
}

export function idsOf({ recordId, actor, origin, patch }: LoggedEvent): string[] {
  const people = [actor.personId, ...(origin ? [origin.personId] : [])];
  return [recordId, ...people, ...idsIn(patch.set), ...idsIn(patch.old)];
}
