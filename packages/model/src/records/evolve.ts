import type { Actor, EventDraft, Instant, JsonObject, Origin, RecordState } from '@atrium/protocol';

export interface EvolvingEvent extends EventDraft {
  readonly version: number;
  readonly actor: Actor;
  readonly at: Instant;
  readonly origin?: Origin;
}

/** The record after one more event. Throws when the event does not follow: that is a bug, never input. */
export function evolve(record: RecordState | undefined, event: EvolvingEvent): RecordState {
  const after = copyOf(record, event);
  apply(after, event);
  return after;
}

/** The record after all of these events; copied once for all of them, which makes a long past several times as fast. */
export function evolveAll(
  record: RecordState | undefined,
  events: Iterable<EvolvingEvent>,
): RecordState | undefined {
  let after: Evolving | undefined;
  for (const event of events) {
    after ??= copyOf(record, event);
    apply(after, event);
  }
  return after ?? record;
}

/** A record of one's own, before anyone else sees it. */
type Evolving = {
  -readonly [Key in keyof RecordState]: RecordState[Key];
} & { fields: JsonObject; fieldVersions: { [field: string]: number } };

function copyOf(record: RecordState | undefined, first: EvolvingEvent): Evolving {
  const [at, by] = [atOf(first), byOf(first)];
  return {
    id: first.recordId,
    type: first.recordType,
    version: record?.version ?? 0,
    fields: { ...record?.fields },
    fieldVersions: { ...record?.fieldVersions },
    createdAt: record?.createdAt ?? at,
    createdBy: record?.createdBy ?? by,
    updatedAt: at,
    updatedBy: by,
    deletedAt: record?.deletedAt ?? null,
  };
}

function apply(record: Evolving, event: EvolvingEvent): void {
  if (event.version !== record.version + 1) {
    throw new Error(
      `Event ${event.version} cannot follow version ${record.version} of record ${event.recordId}`,
    );
  }
  const { fields, fieldVersions } = record;
  const { set, unset } = event.patch;
  for (const field of Object.keys(set)) {
    fields[field] = set[field] as JsonObject[string];
    fieldVersions[field] = event.version;
  }
  for (const field of unset) {
    delete fields[field];
    fieldVersions[field] = event.version;
  }
  record.version = event.version;
  record.updatedAt = atOf(event);
  record.updatedBy = byOf(event);
  if (event.change === 'deleted') record.deletedAt = event.at;
  else if (event.change !== 'changed') record.deletedAt = null;
}

function atOf({ origin, at }: EvolvingEvent): Instant {
  return origin?.at ?? at;
}

function byOf({ origin, actor }: EvolvingEvent): string {
  return origin?.personId ?? actor.personId;
}
