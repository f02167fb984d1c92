import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  checkedId,
  checkedInstant,
  checkedJsonObject,
  checkedName,
  checkedNumber,
  checkedText,
  type Decoded,
  decodeWith,
  FrameFault,
} from './frame-checks.ts';
import type { ClientFrame } from './frames.ts';
import {
  ClientFrameSchema,
  type Hello,
  type Command as WireCommand,
} from './generated/atrium/wire/v1/wire_pb.ts';
import { isId } from './ids.ts';
import type { Command } from './records.ts';
import { WIRE_LIMITS } from './wire-limits.ts';

type WireFrame = NonNullable<MessageInitShape<typeof ClientFrameSchema>['frame']>;

export function encodeClientFrame(frame: ClientFrame): Uint8Array {
  return toBinary(ClientFrameSchema, create(ClientFrameSchema, { frame: toWire(frame) }));
}

/** Checks everything that does not need the store: what comes out is safe to decide, to store and to send on. */
export function decodeClientFrame(bytes: Uint8Array): Decoded<ClientFrame> {
  return decodeWith(() => {
    const { frame } = fromBinary(ClientFrameSchema, bytes, { readUnknownFields: false });
    switch (frame.case) {
      case 'hello':
        return hello(frame.value);
      case 'command':
        return { kind: 'command', command: command(frame.value) };
      case 'subscribe':
        return {
          kind: 'subscribe',
          scope: checkedName('scope', frame.value.scope, WIRE_LIMITS.scope),
          fromPosition: checkedNumber('fromPosition', frame.value.fromPosition),
        };
      case 'unsubscribe':
        return { kind: 'unsubscribe', scope: checkedName('scope', frame.value.scope, WIRE_LIMITS.scope) };
      case 'presence': {
        const { scope, stateJson } = frame.value;
        return {
          kind: 'presence',
          scope: checkedName('scope', scope, WIRE_LIMITS.scope),
          state: stateJson === '' ? null : checkedJsonObject('state', stateJson, WIRE_LIMITS.presenceBytes),
        };
      }
      case 'ping':
      case 'pong':
        return { kind: frame.case, nonce: checkedNumber('nonce', frame.value.nonce) };
      default:
        throw new FrameFault('UNKNOWN_FRAME', 'The frame is of no kind that this version knows.');
    }
  });
}

function toWire(frame: ClientFrame): WireFrame {
  switch (frame.kind) {
    case 'hello':
      return { case: 'hello', value: frame };
    case 'command':
      return { case: 'command', value: wireCommand(frame.command) };
    case 'subscribe':
      return {
        case: 'subscribe',
        value: { scope: frame.scope, fromPosition: BigInt(frame.fromPosition) },
      };
    case 'unsubscribe':
      return { case: 'unsubscribe', value: { scope: frame.scope } };
    case 'presence':
      return {
        case: 'presence',
        value: { scope: frame.scope, stateJson: frame.state === null ? '' : JSON.stringify(frame.state) },
      };
    case 'ping':
    case 'pong':
      return { case: frame.kind, value: { nonce: BigInt(frame.nonce) } };
  }
}

function wireCommand(command: Command) {
  return {
    id: command.id,
    name: command.name,
    recordId: command.recordId,
    baseVersion: BigInt(command.baseVersion),
    ownVersions: (command.ownVersions ?? []).map(BigInt),
    inputJson: JSON.stringify(command.input),
    issuedAt: command.issuedAt,
    cause: command.cause ?? '',
  };
}

function hello(value: Hello): ClientFrame {
  return {
    kind: 'hello',
    minVersion: value.minVersion,
    maxVersion: value.maxVersion,
    tenantId: checkedId('tenantId', value.tenantId),
    clientId: checkedName('clientId', value.clientId, WIRE_LIMITS.clientId),
    appVersion: checkedText('appVersion', value.appVersion, WIRE_LIMITS.appVersion),
  };
}

function command(value: WireCommand): Command {
  try {
    return checkedCommand(value);
  } catch (fault) {
    if (fault instanceof FrameFault && isId(value.id)) fault.commandId = value.id;
    throw fault;
  }
}

function checkedCommand(value: WireCommand): Command {
  if (value.ownVersions.length > WIRE_LIMITS.ownVersions) {
    throw new FrameFault('BAD_FIELD', `ownVersions has more than ${WIRE_LIMITS.ownVersions} entries.`);
  }
  return {
    id: checkedId('id', value.id),
    name: checkedName('name', value.name, WIRE_LIMITS.name),
    recordId: checkedId('recordId', value.recordId),
    baseVersion: checkedNumber('baseVersion', value.baseVersion),
    ...(value.ownVersions.length > 0 && {
      ownVersions: value.ownVersions.map((version) => checkedNumber('ownVersions', version)),
    }),
    input: checkedJsonObject('input', value.inputJson, WIRE_LIMITS.inputBytes),
    issuedAt: checkedInstant('issuedAt', value.issuedAt),
    ...(value.cause !== '' && { cause: checkedText('cause', value.cause, WIRE_LIMITS.cause) }),
  };
}
