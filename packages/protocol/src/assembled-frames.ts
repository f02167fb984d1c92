import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { WithdrawnRecord } from './frames.ts';
import { DeltaBatchSchema, ServerFrameSchema, SubscribedSchema } from './generated/atrium/wire/v1/wire_pb.ts';
import type { RecordState } from './records.ts';

const DELTAS = ServerFrameSchema.field.deltas.number;
const SUBSCRIBED = ServerFrameSchema.field.subscribed.number;
const DELTA_EVENTS = DeltaBatchSchema.field.events.number;
const SUBSCRIBED_EVENTS = SubscribedSchema.field.events.number;

export interface DeltaBatchParts {
  readonly position: number;
  /** From `encodeEventField`. */
  readonly encodedEvents: readonly Uint8Array[];
  readonly records?: readonly RecordState[];
  readonly withdrawn?: readonly WithdrawnRecord[];
}

/** The bytes of a `deltas` frame, byte for byte what `encodeServerFrame` makes, without encoding events again. */
export function assembleDeltaBatch(parts: DeltaBatchParts): Uint8Array {
  const head = toBinary(DeltaBatchSchema, create(DeltaBatchSchema, { position: BigInt(parts.position) }));
  const tail = toBinary(
    DeltaBatchSchema,
    create(DeltaBatchSchema, {
      recordsJson: (parts.records ?? []).map((record) => JSON.stringify(record)),
      withdrawn: [...(parts.withdrawn ?? [])],
    }),
  );
  return assemble(DELTAS, [head, ...repeated(DELTA_EVENTS, parts.encodedEvents), tail]);
}

export interface SubscribedParts {
  readonly scope: string;
  readonly position: number;
  readonly reset: boolean;
  /** From `encodeEventField`. */
  readonly encodedEvents: readonly Uint8Array[];
}

export function assembleSubscribed(parts: SubscribedParts): Uint8Array {
  const { scope, reset } = parts;
  const head = create(SubscribedSchema, { scope, position: BigInt(parts.position), reset });
  return assemble(SUBSCRIBED, [
    toBinary(SubscribedSchema, head),
    ...repeated(SUBSCRIBED_EVENTS, parts.encodedEvents),
  ]);
}

function* repeated(field: number, entries: readonly Uint8Array[]): Generator<Uint8Array> {
  const tag = new BinaryWriter().tag(field, WireType.LengthDelimited).finish();
  for (const entry of entries) {
    yield tag;
    yield entry;
  }
}

function assemble(field: number, chunks: readonly Uint8Array[]): Uint8Array {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const prefix = new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish();
  const frame = new Uint8Array(prefix.length + length);
  frame.set(prefix);
  let offset = prefix.length;
  for (const chunk of chunks) {
    frame.set(chunk, offset);
    offset += chunk.length;
  }
  return frame;
}
