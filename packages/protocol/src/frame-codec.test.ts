import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleDeltaBatch, assembleSubscribed } from './assembled-frames.ts';
import { decodeClientFrame, encodeClientFrame } from './client-frame-codec.ts';
import { encodeEventField } from './event-codec.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { Command } from './records.ts';
import { decodeServerFrame, encodeServerFrame } from './server-frame-codec.ts';
import { clientFrame, deltas, serverFrame, subscribed } from './testing/frame-arbitraries.ts';
import { WIRE_LIMITS } from './wire-limits.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';

const COMMAND: Command = {
  id: ID,
  name: 'work_item.move',
  recordId: OTHER,
  baseVersion: 3,
  input: { status: 'done' },
  issuedAt: '2026-01-31T12:00:00.000Z',
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function decodedCommand(change: Partial<Command>) {
  return decodeClientFrame(encodeClientFrame({ kind: 'command', command: { ...COMMAND, ...change } }));
}

describe('[WIRE1] a frame survives encoding and decoding unchanged', () => {
  test('[WIRE1] frames of clients', () => {
    fc.assert(
      fc.property(clientFrame, (frame) => {
        expect(decodeClientFrame(encodeClientFrame(frame))).toEqual({ ok: true, frame });
      }),
    );
  });

  test('[WIRE1] frames of the server', () => {
    fc.assert(
      fc.property(serverFrame, (frame) => {
        expect(decodeServerFrame(encodeServerFrame(frame))).toEqual({ ok: true, frame });
      }),
    );
  });
});

describe('[WIRE3] what decodes is safe to decide and to store', () => {
  test.each<[string, Partial<Command>]>([
    ['a name of nothing', { name: '' }],
    ['a name that is too long', { name: 'x'.repeat(WIRE_LIMITS.name + 1) }],
    ['a name with NUL', { name: 'a\u0000b' }],
    ['a record id that is none', { recordId: 'x' }],
    ['an id in capitals', { recordId: 'ABCDEF00-0000-7000-8000-000000000001' }],
    ['a version past the safe integers', { baseVersion: 2 ** 60 }],
    ['an own version past the safe integers', { ownVersions: [1, 2 ** 60] }],
    [
      'too many own versions',
      { ownVersions: Array.from({ length: WIRE_LIMITS.ownVersions + 1 }, (_, i) => i) },
    ],
    ['NUL in the input', { input: { a: ['\u0000'] } }],
    ['half a character in the input', { input: { a: '\ud800' } }],
    ['an input that is too large', { input: { a: 'x'.repeat(WIRE_LIMITS.inputBytes) } }],
    ['an input that is too large only in bytes', { input: { a: '€'.repeat(WIRE_LIMITS.inputBytes / 3) } }],
    ['an input that is nested too deeply', { input: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) }],
    ['a day that does not exist', { issuedAt: '2026-02-30T12:00:00.000Z' }],
    ['an instant in another spelling', { issuedAt: '2026-01-31T12:00:00Z' }],
    ['a cause that is too long', { cause: 'x'.repeat(WIRE_LIMITS.cause + 1) }],
  ])('[WIRE3] [WIRE4] a command with %s is a problem that names the command', (_, change) => {
    expect(decodedCommand(change)).toMatchObject({
      ok: false,
      problem: { code: 'BAD_FIELD', commandId: ID },
    });
  });

  test('[WIRE4] without a readable id, the frame itself is bad', () => {
    const decoded = decodedCommand({ id: 'x' });
    expect(decoded).toMatchObject({ ok: false, problem: { code: 'BAD_FIELD' } });
    expect(decoded.ok || decoded.problem.commandId).toBeUndefined();
  });

  test('[WIRE3] the origin of history is not accepted from the wire', () => {
    const origin = { at: COMMAND.issuedAt, personId: ID, source: 'elsewhere' };
    expect(decodedCommand({ origin })).toEqual({ ok: true, frame: { kind: 'command', command: COMMAND } });
  });

  test.each<ClientFrame>([
    { kind: 'hello', minVersion: 1, maxVersion: 1, tenantId: 'x', clientId: 'c', appVersion: '' },
    { kind: 'hello', minVersion: 1, maxVersion: 1, tenantId: ID, clientId: '', appVersion: '' },
    { kind: 'subscribe', scope: '', fromPosition: 0 },
    { kind: 'subscribe', scope: 'x'.repeat(WIRE_LIMITS.scope + 1), fromPosition: 0 },
    { kind: 'subscribe', scope: 'workspace', fromPosition: 2 ** 60 },
    { kind: 'unsubscribe', scope: '' },
    { kind: 'presence', scope: 'workspace', state: { a: 'x'.repeat(WIRE_LIMITS.presenceBytes) } },
    { kind: 'ping', nonce: 2 ** 60 },
  ])('[WIRE3] $kind: $scope$tenantId', (frame) => {
    expect(decodeClientFrame(encodeClientFrame(frame))).toMatchObject({
      ok: false,
      problem: { code: 'BAD_FIELD' },
    });
  });

  test('[WIRE3] the largest input that fits is taken', () => {
    const input = { a: 'x'.repeat(WIRE_LIMITS.inputBytes - '{"a":""}'.length) };
    expect(decodedCommand({ input }).ok).toBe(true);
  });
});

describe('[WIRE5] frames from events that were encoded once', () => {
  test('[WIRE5] deltas', () => {
    fc.assert(
      fc.property(deltas, (frame) => {
        const { position, events, records, withdrawn } = frame;
        const encodedEvents = events.map(encodeEventField);
        const bytes = assembleDeltaBatch({ position, encodedEvents, records, withdrawn });
        expect(hex(bytes)).toBe(hex(encodeServerFrame(frame)));
      }),
    );
  });

  test('[WIRE5] answers to a subscription', () => {
    fc.assert(
      fc.property(subscribed, (frame) => {
        const encodedEvents = frame.events.map(encodeEventField);
        expect(hex(assembleSubscribed({ ...frame, encodedEvents }))).toBe(hex(encodeServerFrame(frame)));
      }),
    );
  });

  test('[WIRE5] nothing but a position', () => {
    const frame: ServerFrame = { kind: 'deltas', position: 7, events: [], records: [], withdrawn: [] };
    expect(assembleDeltaBatch({ position: 7, encodedEvents: [] })).toEqual(encodeServerFrame(frame));
  });
});
