export {
  assembleDeltaBatch,
  assembleSubscribed,
  type DeltaBatchParts,
  type SubscribedParts,
} from './assembled-frames.ts';
export { decodeClientFrame, encodeClientFrame } from './client-frame-codec.ts';
export { CLOSE_CODES, type CloseCode } from './close-codes.ts';
export { encodeEventField } from './event-codec.ts';
export type { Decoded, FrameProblem, FrameProblemCode } from './frame-checks.ts';
export type { ClientFrame, PresenceEntry, ServerFrame, WithdrawnRecord } from './frames.ts';
export { derivedId, isId, newId } from './ids.ts';
export { isInstant } from './instants.ts';
export { type Json, type JsonObject, jsonEqual, jsonProblem } from './json.ts';
export { MIN_PROTOCOL_VERSION, PROTOCOL_VERSION } from './protocol-version.ts';
export type {
  Actor,
  ActorVia,
  Command,
  EventDraft,
  FieldConflict,
  Instant,
  Origin,
  Outcome,
  Patch,
  RecordChange,
  RecordEvent,
  RecordId,
  RecordState,
  Refusal,
  TenantId,
} from './records.ts';
export { REFUSAL_CODES, type RefusalCode } from './refusal-codes.ts';
export { decodeServerFrame, encodeServerFrame } from './server-frame-codec.ts';
export { WIRE_LIMITS } from './wire-limits.ts';
