import fc from 'fast-check';
import type { ClientFrame, ServerFrame } from '../frames.ts';
import { type JsonObject, jsonProblem } from '../json.ts';
import type { ActorVia, Command, Origin, RecordChange, RecordEvent, RecordState } from '../records.ts';
import { REFUSAL_CODES, type RefusalCode } from '../refusal-codes.ts';

export const id = fc.uuid();
const count = fc.oneof(fc.nat(), fc.constant(0), fc.constant(Number.MAX_SAFE_INTEGER));
const small = fc.integer({ min: 0, max: 0xffff_ffff });
const text = (maxLength: number, minLength = 0) =>
  fc
    .string({ unit: 'binary', minLength, maxLength })
    .map((value) => value.replaceAll('\u0000', '-').slice(0, maxLength).toWellFormed());
const name = (maxLength = 50) => text(maxLength, 1).filter((value) => value !== '');
export const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

export const jsonObject: fc.Arbitrary<JsonObject> = fc
  .object({
    maxDepth: 3,
    maxKeys: 4,
    key: name(20).filter((key) => key !== '__proto__'),
    values: [
      text(30),
      fc.integer(),
      // JSON knows no minus zero.
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
      fc.boolean(),
      fc.constant(null),
    ],
  })
  .map((value) => value as JsonObject)
  .filter((value) => jsonProblem(value) === undefined);

function optional<T, K extends string>(key: K, value: fc.Arbitrary<T>): fc.Arbitrary<{ [P in K]?: T }> {
  return fc
    .option(value, { nil: undefined })
    .map((entry) => (entry === undefined ? {} : { [key]: entry }) as { [P in K]?: T });
}

function joined<A extends object, B extends object>(
  a: fc.Arbitrary<A>,
  b: fc.Arbitrary<B>,
): fc.Arbitrary<A & B> {
  return fc.tuple(a, b).map(([left, right]) => ({ ...left, ...right }));
}

export const command: fc.Arbitrary<Command> = joined(
  fc.record({ id, name: name(), recordId: id, baseVersion: count, input: jsonObject, issuedAt: instant }),
  joined(
    optional('ownVersions', fc.array(count, { minLength: 1, maxLength: 5 })),
    optional('cause', name(200)),
  ),
);

const origin: fc.Arbitrary<Origin> = fc.record({ at: instant, personId: id, source: text(60) });

export const recordEvent: fc.Arbitrary<RecordEvent> = joined(
  fc.record({
    position: count,
    id,
    recordId: id,
    recordType: name(),
    version: count,
    name: name(),
    change: fc.constantFrom<RecordChange>('created', 'changed', 'deleted', 'restored'),
    patch: fc.record({ set: jsonObject, unset: fc.array(name(20), { maxLength: 3 }), old: jsonObject }),
    actor: fc.record({
      personId: id,
      via: fc.constantFrom<ActorVia>('web', 'api', 'cli', 'import', 'automation', 'system'),
    }),
    at: instant,
    commandId: id,
  }),
  joined(optional('cause', name(200)), optional('origin', origin)),
);

export const recordState: fc.Arbitrary<RecordState> = fc.record({
  id,
  type: name(),
  version: count,
  fields: jsonObject,
  fieldVersions: fc
    .dictionary(
      name(20).filter((key) => key !== '__proto__'),
      count,
      { maxKeys: 4 },
    )
    .map((value) => ({ ...value })),
  createdAt: instant,
  createdBy: id,
  updatedAt: instant,
  updatedBy: id,
  deletedAt: fc.option(instant),
});

export const withdrawnRecord = fc.record({ recordId: id, reason: text(40) });

const heartbeat = [
  fc.record({ kind: fc.constant('ping' as const), nonce: count }),
  fc.record({ kind: fc.constant('pong' as const), nonce: count }),
] as const;

export const clientFrame: fc.Arbitrary<ClientFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('hello' as const),
    minVersion: small,
    maxVersion: small,
    tenantId: id,
    clientId: name(),
    appVersion: text(20),
  }),
  fc.record({ kind: fc.constant('command' as const), command }),
  fc.record({ kind: fc.constant('subscribe' as const), scope: name(), fromPosition: count }),
  fc.record({ kind: fc.constant('unsubscribe' as const), scope: name() }),
  fc.record({ kind: fc.constant('presence' as const), scope: name(), state: fc.option(jsonObject) }),
  ...heartbeat,
);

const refusal = joined(
  fc.record({
    code: fc.constantFrom(...(Object.keys(REFUSAL_CODES) as RefusalCode[])),
    message: text(80),
  }),
  optional('details', jsonObject),
);
const presenceEntry = fc.record({ connectionId: name(), personId: id, state: fc.option(jsonObject) });
const events = fc.array(recordEvent, { maxLength: 3 });

export const deltas = fc.record({
  kind: fc.constant('deltas' as const),
  position: count,
  events,
  records: fc.array(recordState, { maxLength: 2 }),
  withdrawn: fc.array(withdrawnRecord, { maxLength: 2 }),
});

export const subscribed = fc.record({
  kind: fc.constant('subscribed' as const),
  scope: name(),
  position: count,
  reset: fc.boolean(),
  events,
});

export const serverFrame: fc.Arbitrary<ServerFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('welcome' as const),
    version: small,
    connectionId: name(),
    tenantId: id,
    personId: id,
    head: count,
    serverTime: instant,
    heartbeatMs: small,
    maxFrameBytes: small,
  }),
  fc.record({ kind: fc.constant('received' as const), commandId: id }),
  fc.record({
    kind: fc.constant('ack' as const),
    commandId: id,
    firstPosition: count,
    lastPosition: count,
    version: count,
  }),
  fc.record({ kind: fc.constant('refused' as const), commandId: id, refusal }),
  subscribed,
  deltas,
  fc.record({ kind: fc.constant('withdrawn' as const), scope: name(), reason: text(40) }),
  fc.record({
    kind: fc.constant('presence' as const),
    scope: name(),
    full: fc.boolean(),
    entries: fc.array(presenceEntry, { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('problem' as const),
    code: name(),
    message: text(80),
    details: jsonObject,
    closeCode: small,
  }),
  fc.record({ kind: fc.constant('goAway' as const), reason: text(40), reconnectAfterMs: small }),
  ...heartbeat,
);
