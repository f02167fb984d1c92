import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { checkedEvent, checkedRecord, wireEvent } from './event-codec.ts';
import {
  checkedId,
  checkedInstant,
  checkedJsonObject,
  checkedName,
  checkedNumber,
  checkedOneOf,
  checkedText,
  type Decoded,
  decodeWith,
  FrameFault,
} from './frame-checks.ts';
import type { PresenceEntry, ServerFrame } from './frames.ts';
import {
  type Refused,
  ServerFrameSchema,
  type Welcome,
  type ServerFrame as WireServerFrame,
} from './generated/atrium/wire/v1/wire_pb.ts';
import type { Refusal } from './records.ts';
import { REFUSAL_CODES, type RefusalCode } from './refusal-codes.ts';
import { WIRE_LIMITS } from './wire-limits.ts';

type WireFrame = NonNullable<MessageInitShape<typeof ServerFrameSchema>['frame']>;

const REFUSALS = Object.keys(REFUSAL_CODES) as RefusalCode[];

export function encodeServerFrame(frame: ServerFrame): Uint8Array {
  return toBinary(ServerFrameSchema, create(ServerFrameSchema, { frame: toWire(frame) }));
}

export function decodeServerFrame(bytes: Uint8Array): Decoded<ServerFrame> {
  return decodeWith(() => fromWire(fromBinary(ServerFrameSchema, bytes, { readUnknownFields: false }).frame));
}

function toWire(frame: ServerFrame): WireFrame {
  switch (frame.kind) {
    case 'welcome':
      return { case: 'welcome', value: { ...frame, head: BigInt(frame.head) } };
    case 'received':
      return { case: 'received', value: { commandId: frame.commandId } };
    case 'ack':
      return {
        case: 'ack',
        value: {
          commandId: frame.commandId,
          firstPosition: BigInt(frame.firstPosition),
          lastPosition: BigInt(frame.lastPosition),
          version: BigInt(frame.version),
        },
      };
    case 'refused': {
      const { code, message, details } = frame.refusal;
      const detailsJson = details === undefined ? '' : JSON.stringify(details);
      return { case: 'refused', value: { commandId: frame.commandId, code, message, detailsJson } };
    }
    case 'subscribed': {
      const { scope, reset, position, events } = frame;
      return {
        case: 'subscribed',
        value: { scope, reset, position: BigInt(position), events: events.map(wireEvent) },
      };
    }
    case 'deltas':
      return {
        case: 'deltas',
        value: {
          position: BigInt(frame.position),
          events: frame.events.map(wireEvent),
          recordsJson: frame.records.map((record) => JSON.stringify(record)),
          withdrawn: frame.withdrawn,
        },
      };
    case 'withdrawn':
      return { case: 'withdrawn', value: { scope: frame.scope, reason: frame.reason } };
    case 'presence': {
      const entries = frame.entries.map(({ connectionId, personId, state }) => ({
        connectionId,
        personId,
        stateJson: state === null ? '' : JSON.stringify(state),
      }));
      return { case: 'presence', value: { scope: frame.scope, full: frame.full, entries } };
    }
    case 'ping':
    case 'pong':
      return { case: frame.kind, value: { nonce: BigInt(frame.nonce) } };
    case 'problem': {
      const { code, message, details, closeCode } = frame;
      return {
        case: 'problem',
        value: { code, message, closeCode, detailsJson: JSON.stringify(details) },
      };
    }
    case 'goAway':
      return {
        case: 'goAway',
        value: { reason: frame.reason, reconnectAfterMs: frame.reconnectAfterMs },
      };
  }
}

function fromWire(frame: WireServerFrame['frame']): ServerFrame {
  switch (frame.case) {
    case 'welcome':
      return welcome(frame.value);
    case 'received':
      return { kind: 'received', commandId: checkedId('commandId', frame.value.commandId) };
    case 'ack':
      return {
        kind: 'ack',
        commandId: checkedId('commandId', frame.value.commandId),
        firstPosition: checkedNumber('firstPosition', frame.value.firstPosition),
        lastPosition: checkedNumber('lastPosition', frame.value.lastPosition),
        version: checkedNumber('version', frame.value.version),
      };
    case 'refused': {
      const commandId = checkedId('commandId', frame.value.commandId);
      return { kind: 'refused', commandId, refusal: refusal(frame.value) };
    }
    case 'subscribed':
      return {
        kind: 'subscribed',
        scope: checkedName('scope', frame.value.scope, WIRE_LIMITS.scope),
        position: checkedNumber('position', frame.value.position),
        reset: frame.value.reset,
        events: frame.value.events.map(checkedEvent),
      };
    case 'deltas':
      return {
        kind: 'deltas',
        position: checkedNumber('position', frame.value.position),
        events: frame.value.events.map(checkedEvent),
        records: frame.value.recordsJson.map(checkedRecord),
        withdrawn: frame.value.withdrawn.map(({ recordId, reason }) => ({
          recordId: checkedId('withdrawn.recordId', recordId),
          reason: checkedText('withdrawn.reason', reason, WIRE_LIMITS.reason),
        })),
      };
    case 'withdrawn':
      return {
        kind: 'withdrawn',
        scope: checkedName('scope', frame.value.scope, WIRE_LIMITS.scope),
        reason: checkedText('reason', frame.value.reason, WIRE_LIMITS.reason),
      };
    case 'presence':
      return {
        kind: 'presence',
        scope: checkedName('scope', frame.value.scope, WIRE_LIMITS.scope),
        full: frame.value.full,
        entries: frame.value.entries.map(presenceEntry),
      };
    case 'ping':
    case 'pong':
      return { kind: frame.case, nonce: checkedNumber('nonce', frame.value.nonce) };
    case 'problem': {
      const { code, message, detailsJson, closeCode } = frame.value;
      return {
        kind: 'problem',
        code: checkedName('code', code, WIRE_LIMITS.name),
        message: checkedText('message', message, WIRE_LIMITS.problemText),
        details: checkedJsonObject('details', detailsJson),
        closeCode,
      };
    }
    case 'goAway':
      return {
        kind: 'goAway',
        reason: checkedText('reason', frame.value.reason, WIRE_LIMITS.reason),
        reconnectAfterMs: frame.value.reconnectAfterMs,
      };
    default:
      throw new FrameFault('UNKNOWN_FRAME', 'The frame is of no kind that this version knows.');
  }
}

function welcome(value: Welcome): ServerFrame {
  return {
    kind: 'welcome',
    version: value.version,
    connectionId: checkedName('connectionId', value.connectionId, WIRE_LIMITS.name),
    tenantId: checkedId('tenantId', value.tenantId),
    personId: checkedId('personId', value.personId),
    head: checkedNumber('head', value.head),
    serverTime: checkedInstant('serverTime', value.serverTime),
    heartbeatMs: value.heartbeatMs,
    maxFrameBytes: value.maxFrameBytes,
  };
}

function refusal(value: Refused): Refusal {
  const message = checkedText('message', value.message, WIRE_LIMITS.problemText);
  const code = checkedOneOf('code', value.code, REFUSALS);
  if (value.detailsJson === '') return { code, message };
  return { code, message, details: checkedJsonObject('details', value.detailsJson) };
}

function presenceEntry(entry: { connectionId: string; personId: string; stateJson: string }): PresenceEntry {
  return {
    connectionId: checkedName('entries.connectionId', entry.connectionId, WIRE_LIMITS.name),
    personId: checkedId('entries.personId', entry.personId),
    state:
      entry.stateJson === ''
        ? null
        : checkedJsonObject('entries.state', entry.stateJson, WIRE_LIMITS.presenceBytes),
  };
}
