import { assembleDeltaBatch } from '@atrium/protocol';
import type { Delta } from './delta.ts';
import type { Directory } from './directory.ts';
import type { ScopeIndex } from './scope-index.ts';
import { Selection } from './selection.ts';
import type { Subscriber } from './subscriber.ts';

/** Gives each listener the deltas of a stretch that it may see, as of the directory's rights. */
export function deliver(
  stretch: readonly Delta[],
  position: number,
  { index, directory }: { readonly index: Pick<ScopeIndex, 'of'>; readonly directory: Directory },
): void {
  const selections = new Map<Subscriber, Selection>();
  const nothing = new Selection();
  for (const delta of stretch) {
    for (const scope of delta.scopes) {
      for (const subscriber of index.of(scope)) {
        if (subscriber.behind) continue;
        const selection = selections.get(subscriber) ?? nothing;
        if (selection.endsWith(delta)) continue;
        if (!directory.canRead(subscriber.personId, delta.event.recordType, delta.projectId)) continue;
        selections.set(subscriber, selection.with(delta));
      }
    }
  }
  for (const [subscriber, selection] of selections) offer(subscriber, selection.frame(position), position);
}

/** Hands over a frame that brings the subscriber up to `position`, or marks it as behind. */
export function offer(subscriber: Subscriber, frame: Uint8Array, position: number): boolean {
  if (subscriber.behind) return false;
  if (!subscriber.port.offer(frame)) {
    subscriber.fallBehind();
    return false;
  }
  subscriber.sentPosition = Math.max(subscriber.sentPosition, position);
  subscriber.coveredPosition = Math.max(subscriber.coveredPosition, position);
  return true;
}

/** Tells the position alone, where nothing visible carries it. */
export function offerPosition(subscriber: Subscriber, position: number): boolean {
  return offer(subscriber, assembleDeltaBatch({ position, encodedEvents: [] }), position);
}
