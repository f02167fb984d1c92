import type { RecordState } from '@atrium/protocol';
import { assembleDeltaBatch } from '@atrium/protocol';
import { offer } from './deliver.ts';
import type { Delta } from './delta.ts';
import type { Directory } from './directory.ts';
import type { Subscriber } from './subscriber.ts';

export interface RightsChange {
  /** The connections whose rights may differ after it. */
  readonly subscribers: readonly Subscriber[];
  /** The projects that may open or close for them. */
  readonly projectIds: readonly string[];
}

/** Whom an event may concern: a project's everyone, a person's own connections. */
export function rightsChangeOf(
  delta: Delta,
  subscribers: Iterable<Subscriber>,
  directory: Directory,
): RightsChange {
  const { recordId, recordType } = delta.event;
  if (recordType === 'project') return { subscribers: [...subscribers], projectIds: [recordId] };
  return {
    subscribers: [...subscribers].filter(({ personId }) => personId === recordId),
    projectIds: directory.projectIds(),
  };
}

/** What one connection may read of the projects concerned. */
export interface View {
  /** The projects' own records. */
  readonly records: ReadonlySet<string>;
  /** What is inside them. */
  readonly insides: ReadonlySet<string>;
}

export function viewsOf({ subscribers, projectIds }: RightsChange, directory: Directory): View[] {
  return subscribers.map(({ personId }) => ({
    records: new Set(projectIds.filter((id) => directory.canReadProject(personId, id))),
    insides: new Set(projectIds.filter((id) => directory.canReadInside(personId, id))),
  }));
}

export interface Shift {
  readonly subscriber: Subscriber;
  readonly lost: readonly string[];
  readonly gained: readonly RecordState[];
  /** Projects whose inside went out of view: their subscriptions end. */
  readonly shut: readonly string[];
}

/** What each concerned connection lost and gained between two looks at the directory. */
export function shiftsOf(change: RightsChange, before: readonly View[], directory: Directory): Shift[] {
  const after = viewsOf(change, directory);
  return change.subscribers.flatMap((subscriber, at) => {
    const was = before[at];
    const is = after[at];
    if (!was || !is) return [];
    const lost = [...was.records].filter((id) => !is.records.has(id));
    const shut = [...was.insides].filter((id) => !is.insides.has(id));
    const gained = [...is.records].flatMap((id) => {
      const project = was.records.has(id) ? undefined : directory.project(id);
      return project && project.deletedAt === null ? [project] : [];
    });
    return lost.length + shut.length + gained.length > 0 ? [{ subscriber, lost, gained, shut }] : [];
  });
}

/**
 * Tells a connection which projects came into and went out of its view of the workspace, together with the
 * event that did it: one frame, because a reader that falls behind must get all of a position or nothing.
 */
export function offerShift({ subscriber, lost, gained }: Shift, delta: Delta, directory: Directory): void {
  if (subscriber.behind) {
    subscriber.rightsMoved = true;
    return;
  }
  const { position, recordId, recordType } = delta.event;
  const isShown =
    delta.scopes.some((scope) => subscriber.scopes.has(scope)) &&
    directory.canRead(subscriber.personId, recordType, delta.projectId) &&
    !gained.some(({ id }) => id === recordId);
  const frame = assembleDeltaBatch({
    position,
    encodedEvents: isShown ? [delta.encoded] : [],
    records: gained,
    withdrawn: lost.map((id) => ({ recordId: id, reason: 'rights' })),
  });
  if (!offer(subscriber, frame, position)) subscriber.rightsMoved = true;
}
