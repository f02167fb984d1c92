import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent } from './logged-event.ts';
import { RecentEvents } from './recent-events.ts';

function eventsAt(first: number, count: number): LoggedEvent[] {
  return Array.from({ length: count }, (_, index) => ({ position: first + index }) as LoggedEvent);
}

test('[READ1] what is remembered follows without a gap, is bounded, and is never made up', () => {
  const batches = fc.array(fc.record({ gap: fc.nat(2), count: fc.integer({ min: 1, max: 9 }) }));
  fc.assert(
    fc.property(batches, fc.nat(60), fc.integer({ min: 1, max: 20 }), (added, asked, limit) => {
      const recent = new RecentEvents(10);
      let position = 0;
      for (const { gap, count } of added) {
        recent.add(eventsAt(position + gap + 1, count));
        position += gap + count;
      }
      const found = recent.after(asked, limit);
      if (!found) return;
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(Math.min(limit, 10));
      found.forEach((event, index) => {
        expect(event.position).toBe(asked + 1 + index);
      });
      expect(asked + found.length).toBeLessThanOrEqual(position);
    }),
  );
});

test('[READ1] events that follow on those before them are remembered together', () => {
  const recent = new RecentEvents(10);
  recent.add(eventsAt(1, 3));
  recent.add(eventsAt(4, 3));
  expect(recent.after(1, 100)?.map(({ position }) => position)).toEqual([2, 3, 4, 5, 6]);
  recent.add(eventsAt(8, 1));
  expect(recent.after(1, 100)).toBeUndefined();
  expect(recent.after(7, 100)?.map(({ position }) => position)).toEqual([8]);
});
