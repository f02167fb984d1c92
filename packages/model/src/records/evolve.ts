import type { Actor, EventDraft, Instant, JsonObject, Origin, RecordState } from '@atrium/protocol';

export interface EvolvingEvent extends EventDraft {
  readonly version: number;
  readonly actor: Actor;
  readonly at: Instant;
  readonly origin?: Origin;
}

/** The record after one more event. Throws when the event does not follow: that is a bug, never input. */
export function evolve(record: RecordState | undefined, event: EvolvingEvent): RecordState {
  const known = record?.version ?? 0;
  if (event.version !== known + 1) {
    throw new Error(`Event ${event.version} cannot follow version ${known} of record ${event.recordId}`);
  }
  const at = event.origin?.at ?? event.at;
  const by = event.origin?.personId ?? event.actor.personId;
  const fields: JsonObject = { ...record?.fields, ...event.patch.set };
  const fieldVersions: Record<string, number> = { ...record?.fieldVersions };
  for (const field of Object.keys(event.patch.set)) fieldVersions[field] = event.version;
  for (const field of event.patch.unset) {
    delete fields[field];
    fieldVersions[field] = event.version;
  }
  return {
    id: event.recordId,
    type: event.recordType,
    version: event.version,
    fields,
    fieldVersions,
    createdAt: record?.createdAt ?? at,
    createdBy: record?.createdBy ?? by,
    updatedAt: at,
    updatedBy: by,
    deletedAt: deletedAt(record, event),
  };
}

function deletedAt(record: RecordState | undefined, event: EvolvingEvent): Instant | null {
  if (event.change === 'deleted') return event.at;
  if (event.change === 'restored' || event.change === 'created') return null;
  return record?.deletedAt ?? null;
}
