import { deltaOf } from './delta.ts';
import type { FanOut } from './fan-out.ts';

const PAGE = 1_000;

/**
 * Makes sure that what happened after `position` is at hand, reading older events from the log where the
 * fan-out is younger than the client's absence. False: too far behind, only a reset helps.
 */
export async function coverFrom(fanOut: FanOut, position: number): Promise<boolean> {
  const { recent, deps } = fanOut;
  if (recent.covers(position)) return true;
  const { start } = recent;
  if (position > start || recent.position - position > deps.limits.resumeEvents) return false;
  const older = [];
  for (let after = position; after < start; ) {
    const range = { after, upTo: start, limit: PAGE };
    const events = await deps.engine.readEvents(deps.tenantId, range);
    for (const event of events) older.push(deltaOf(event));
    const last = events.at(-1);
    if (!last) return false;
    after = last.position;
  }
  // Someone else may have covered it meanwhile; what fits is put before, and what lost its place is read again.
  return recent.covers(position) || recent.prepend(older);
}
