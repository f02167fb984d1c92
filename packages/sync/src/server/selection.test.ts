import { decodeServerFrame } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { deltaOf } from './delta.ts';
import { Selection } from './selection.ts';
import { MemoryEngine } from './testing/memory-engine.ts';

test('[WIRE18] receivers of the same events share one frame, others get their own', async () => {
  const engine = new MemoryEngine();
  engine.world.project();
  const range = { after: 0, upTo: 4, limit: 4 };
  const deltas = (await engine.readEvents(engine.tenantId, range)).map(deltaOf);
  const nothing = new Selection();
  const pick = (...which: number[]) =>
    which.reduce((selection, at) => {
      const delta = deltas[at];
      return delta ? selection.with(delta) : selection;
    }, nothing);

  const frame = pick(0, 2, 3).frame(4);
  expect(pick(0, 2, 3).frame(4)).toBe(frame);
  expect(pick(0, 2).frame(4)).not.toEqual(frame);
  const decoded = decodeServerFrame(frame);
  expect(decoded).toMatchObject({
    ok: true,
    frame: { kind: 'deltas', position: 4, events: [{ position: 1 }, { position: 3 }, { position: 4 }] },
  });
});
