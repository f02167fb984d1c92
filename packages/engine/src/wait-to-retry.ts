import { setTimeout as delay } from 'node:timers/promises';

/** Waits before trying a lost database again: longer each time, up to half a second. */
export async function waitToRetry(attempt: number): Promise<void> {
  await delay(Math.min(500, 20 * 2 ** attempt));
}
