import type { Json, RecordId } from '@atrium/protocol';
import {
  type FieldChange,
  groupChanges,
  setDifference,
  type TimelineEvent,
} from '../activity/change-groups.ts';

/** What others made of a field while one was away: from what it was to what it is now. */
export interface AwayChange extends FieldChange {
  readonly personId: RecordId;
}

export interface Away {
  readonly changes: readonly AwayChange[];
  /** Who, in the order of their last change. */
  readonly people: readonly RecordId[];
}

/**
 * What others did to a record after a version, field by field.
 * @param events of the record, oldest first
 */
export function awayChanges(events: readonly TimelineEvent[], after: number, me: RecordId): Away {
  const fields = new Map<string, AwayChange>();
  for (const group of groupChanges(events.filter(({ version }) => version > after))) {
    for (const change of group.changes) {
      const before = fields.get(change.field);
      // The last one to touch it goes last.
      fields.delete(change.field);
      fields.set(change.field, { ...change, ...(before && { old: before.old }), personId: group.personId });
    }
  }
  const changes = [...fields.values()].filter(
    (change) => change.personId !== me && JSON.stringify(change.old) !== JSON.stringify(change.new),
  );
  const people = new Set<RecordId>();
  for (const { personId } of changes.toReversed()) people.add(personId);
  return { changes, people: [...people].reverse() };
}

/** The input of `work_item.update` that gives a field back what it had; entries of sets that others keep stay. */
export function restoringInput(change: FieldChange): {
  set?: { [field: string]: Json };
  add?: { [field: string]: string[] };
  remove?: { [field: string]: string[] };
} {
  const { field, old } = change;
  if (Array.isArray(old) || Array.isArray(change.new)) {
    const { added, removed } = setDifference(change);
    return {
      ...(removed.length > 0 && { add: { [field]: removed } }),
      ...(added.length > 0 && { remove: { [field]: added } }),
    };
  }
  return { set: { [field]: old ?? null } };
}
