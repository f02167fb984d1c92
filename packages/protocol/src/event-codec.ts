import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import {
  checkedId,
  checkedInstant,
  checkedJson,
  checkedJsonObject,
  checkedList,
  checkedName,
  checkedNumber,
  checkedObject,
  checkedOneOf,
  checkedText,
} from './frame-checks.ts';
import { EventSchema, type Event as WireEvent } from './generated/atrium/wire/v1/wire_pb.ts';
import type { Json, JsonObject } from './json.ts';
import type { Actor, ActorVia, Origin, Patch, RecordChange, RecordEvent, RecordState } from './records.ts';
import { WIRE_LIMITS } from './wire-limits.ts';

const CHANGES: readonly RecordChange[] = ['created', 'changed', 'deleted', 'restored'];
const VIAS: readonly ActorVia[] = ['web', 'api', 'cli', 'import', 'automation', 'system'];

/**
 * One event as it stands in a frame's list of events: length, then bytes. Made once per event, whatever the
 * number of receivers; `assembleDeltaBatch` and `assembleSubscribed` put frames together from them.
 */
export function encodeEventField(event: RecordEvent): Uint8Array {
  return new BinaryWriter().bytes(toBinary(EventSchema, create(EventSchema, wireEvent(event)))).finish();
}

export function wireEvent(event: RecordEvent): MessageInitShape<typeof EventSchema> {
  return {
    position: BigInt(event.position),
    id: event.id,
    recordId: event.recordId,
    recordType: event.recordType,
    version: BigInt(event.version),
    name: event.name,
    change: event.change,
    patchJson: JSON.stringify(event.patch),
    actorJson: JSON.stringify(event.actor),
    at: event.at,
    commandId: event.commandId,
    cause: event.cause ?? '',
    originJson: event.origin === undefined ? '' : JSON.stringify(event.origin),
  };
}

export function checkedEvent(value: WireEvent): RecordEvent {
  return {
    position: checkedNumber('event.position', value.position),
    id: checkedId('event.id', value.id),
    recordId: checkedId('event.recordId', value.recordId),
    recordType: checkedName('event.recordType', value.recordType, WIRE_LIMITS.name),
    version: checkedNumber('event.version', value.version),
    name: checkedName('event.name', value.name, WIRE_LIMITS.name),
    change: checkedOneOf('event.change', value.change, CHANGES),
    patch: checkedPatch(checkedJsonObject('event.patch', value.patchJson)),
    actor: checkedActor(checkedJsonObject('event.actor', value.actorJson)),
    at: checkedInstant('event.at', value.at),
    commandId: checkedId('event.commandId', value.commandId),
    ...(value.cause !== '' && { cause: checkedText('event.cause', value.cause, WIRE_LIMITS.cause) }),
    ...(value.originJson !== '' && {
      origin: checkedOrigin(checkedJsonObject('event.origin', value.originJson)),
    }),
  };
}

/** A whole record, from the text in `DeltaBatch.records_json`. */
export function checkedRecord(text: string): RecordState {
  const value = checkedObject('record', checkedJson('record', text));
  const fieldVersions: { [field: string]: number } = {};
  for (const [field, version] of Object.entries(checkedObject('record.fieldVersions', value.fieldVersions))) {
    fieldVersions[field] = versionOf('record.fieldVersions', version);
  }
  return {
    id: checkedId('record.id', value.id),
    type: checkedName('record.type', value.type, WIRE_LIMITS.name),
    version: versionOf('record.version', value.version),
    fields: checkedObject('record.fields', value.fields),
    fieldVersions,
    createdAt: checkedInstant('record.createdAt', value.createdAt),
    createdBy: checkedId('record.createdBy', value.createdBy),
    updatedAt: checkedInstant('record.updatedAt', value.updatedAt),
    updatedBy: checkedId('record.updatedBy', value.updatedBy),
    deletedAt: value.deletedAt === null ? null : checkedInstant('record.deletedAt', value.deletedAt),
  };
}

function versionOf(field: string, value: Json | undefined): number {
  return checkedNumber(field, typeof value === 'number' ? value : -1);
}

function checkedPatch(value: JsonObject): Patch {
  return {
    set: checkedObject('event.patch.set', value.set),
    unset: checkedList('event.patch.unset', value.unset).map((field) =>
      checkedName('event.patch.unset', field, WIRE_LIMITS.name),
    ),
    old: checkedObject('event.patch.old', value.old),
  };
}

function checkedActor(value: JsonObject): Actor {
  return {
    personId: checkedId('event.actor.personId', value.personId),
    via: checkedOneOf('event.actor.via', value.via, VIAS),
  };
}

function checkedOrigin(value: JsonObject): Origin {
  return {
    at: checkedInstant('event.origin.at', value.at),
    personId: checkedId('event.origin.personId', value.personId),
    source: checkedText('event.origin.source', value.source, WIRE_LIMITS.problemText),
  };
}
