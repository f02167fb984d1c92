import type { Clock } from '../shared/clock.ts';

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  setTimer(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};
