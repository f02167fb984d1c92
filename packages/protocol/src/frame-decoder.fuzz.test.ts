import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeClientFrame, encodeClientFrame } from './client-frame-codec.ts';
import type { Decoded, FrameProblemCode } from './frame-checks.ts';
import { decodeServerFrame, encodeServerFrame } from './server-frame-codec.ts';
import { clientFrame, serverFrame } from './testing/frame-arbitraries.ts';

const CODES: readonly FrameProblemCode[] = ['BAD_FRAME', 'UNKNOWN_FRAME', 'BAD_FIELD'];
const RUNS = { numRuns: 2_000 };

interface Damage {
  readonly at: number;
  readonly byte: number;
  readonly kind: 'flip' | 'cut' | 'insert';
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat({ max: 10_000 }),
  byte: fc.integer({ min: 0, max: 255 }),
  kind: fc.constantFrom('flip', 'cut', 'insert'),
});

function damaged(bytes: Uint8Array, damages: readonly Damage[]): Uint8Array {
  let result = [...bytes];
  for (const { at, byte, kind } of damages) {
    const index = at % (result.length + 1);
    if (kind === 'cut') result = result.slice(0, index);
    else result.splice(index, kind === 'flip' ? 1 : 0, byte);
  }
  return Uint8Array.from(result);
}

/** A frame that encodes to something it is again, or a problem with a known code and a sentence. */
function expectSound<F>(decoded: Decoded<F>, again: (frame: F) => Decoded<F>): void {
  if (decoded.ok) {
    expect(again(decoded.frame)).toEqual(decoded);
    return;
  }
  expect(CODES).toContain(decoded.problem.code);
  expect(decoded.problem.message).toMatch(/\.$/);
}

const soundClient = (bytes: Uint8Array) =>
  expectSound(decodeClientFrame(bytes), (frame) => decodeClientFrame(encodeClientFrame(frame)));
const soundServer = (bytes: Uint8Array) =>
  expectSound(decodeServerFrame(bytes), (frame) => decodeServerFrame(encodeServerFrame(frame)));

test('[WIRE2] random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      soundClient(bytes);
      soundServer(bytes);
    }),
    RUNS,
  );
});

test('[WIRE2] damaged frames of clients', () => {
  fc.assert(
    fc.property(clientFrame, fc.array(damage, { minLength: 1, maxLength: 4 }), (frame, damages) =>
      soundClient(damaged(encodeClientFrame(frame), damages)),
    ),
    RUNS,
  );
});

test('[WIRE2] damaged frames of the server', () => {
  fc.assert(
    fc.property(serverFrame, fc.array(damage, { minLength: 1, maxLength: 4 }), (frame, damages) =>
      soundServer(damaged(encodeServerFrame(frame), damages)),
    ),
    RUNS,
  );
});

test('[WIRE2] groups inside groups do not exhaust the stack', () => {
  expect(decodeClientFrame(new Uint8Array(1_000_000).fill(0x7b)).ok).toBe(false);
});

test('[WIRE2] no bytes, and a frame of a later version', () => {
  expect(decodeClientFrame(new Uint8Array())).toMatchObject({ problem: { code: 'UNKNOWN_FRAME' } });
  // Field 8, kept free for documents.
  expect(decodeServerFrame(Uint8Array.of(0x62, 0))).toMatchObject({ problem: { code: 'UNKNOWN_FRAME' } });
});
