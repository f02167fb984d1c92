import type { RecordState, WithdrawnRecord } from '@atrium/protocol';
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

export function readableOf({ subscribers, projectIds }: RightsChange, directory: Directory): Set<string>[] {
  return subscribers.map(
    ({ personId }) => new Set(projectIds.filter((id) => directory.canReadProject(personId, id))),
  );
}

export interface Shift {
  readonly subscriber: Subscriber;
  readonly lost: readonly string[];
  readonly gained: readonly RecordState[];
}

/** What each concerned connection lost and gained between two looks at the directory. */
export function shiftsOf(
  change: RightsChange,
  before: readonly ReadonlySet<string>[],
  directory: Directory,
): Shift[] {
  const shifts: Shift[] = [];
  change.subscribers.forEach((subscriber, at) => {
    const lost: string[] = [];
    const gained: RecordState[] = [];
    for (const id of change.projectIds) {
      const could = before[at]?.has(id) ?? false;
      const can = directory.canReadProject(subscriber.personId, id);
      const project = directory.project(id);
      if (could && !can) lost.push(id);
      if (!could && can && project && project.deletedAt === null) gained.push(project);
    }
    if (lost.length > 0 || gained.length > 0) shifts.push({ subscriber, lost, gained });
  });
  return shifts;
}

/** Tells a connection which projects came into and went out of its view of the workspace. */
export function offerShift({ subscriber, lost, gained }: Shift, position: number): void {
  if (subscriber.behind) {
    subscriber.rightsMoved = true;
    return;
  }
  const withdrawn: WithdrawnRecord[] = lost.map((recordId) => ({ recordId, reason: 'rights' }));
  const frame = assembleDeltaBatch({ position, encodedEvents: [], records: gained, withdrawn });
  if (!offer(subscriber, frame, position)) subscriber.rightsMoved = true;
}
