import { expect, test } from 'vitest';
import { SILENT } from '../engine-metrics.ts';
import { Follower } from './follower.ts';
import type { LoggedEvent } from './logged-event.ts';

function eventAt(position: number): LoggedEvent {
  return { position } as LoggedEvent;
}

test('[READ1] what was being read when the follower stopped is not handed over', async () => {
  const seen: number[] = [];
  let answer: (events: LoggedEvent[]) => void = () => undefined;
  let asked = (): void => undefined;
  const reading = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const follower = new Follower(0, ({ events }) => void seen.push(events.length), {
    logger: SILENT,
    head: () => 1,
    read: () =>
      new Promise((resolve) => {
        answer = resolve;
        asked();
      }),
  });
  follower.wake();
  await reading;
  const stopped = follower.stop();
  answer([eventAt(1)]);
  await stopped;
  follower.wake();
  expect([seen, follower.position]).toEqual([[], 0]);
});

test('[READ1] a log that cannot be read for a moment is read again; a gap is never handed over', async () => {
  const answers = [
    () => Promise.reject(new Error('Gone for a moment')),
    () => Promise.resolve([eventAt(2)]),
    () => Promise.resolve([]),
    () => Promise.resolve([eventAt(1), eventAt(2)]),
  ];
  const seen: number[] = [];
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const follower = new Follower(
    0,
    ({ events }) => {
      seen.push(...events.map(({ position }) => position));
      done();
    },
    { logger: SILENT, head: () => 2, read: () => answers.shift()?.() ?? Promise.resolve([]) },
  );
  follower.wake();
  await all;
  await follower.stop();
  expect(seen).toEqual([1, 2]);
});
