import { type Json, jsonEqual, type RecordChange, type RecordId } from '@atrium/protocol';

/** An event as the activity API gives it, as far as a timeline needs it. */
export interface TimelineEvent {
  readonly id: string;
  readonly recordId: RecordId;
  readonly recordType: string;
  /** Of the record, after it. */
  readonly version: number;
  readonly change: RecordChange;
  readonly patch: {
    readonly set: { readonly [field: string]: Json };
    readonly unset: readonly string[];
    readonly old: { readonly [field: string]: Json };
  };
  readonly actor: { readonly personId: RecordId; readonly via: string };
  readonly at: string;
  readonly origin?: { readonly at: string; readonly personId: RecordId; readonly source: string };
}

export interface FieldChange {
  readonly field: string;
  readonly old: Json | undefined;
  readonly new: Json | undefined;
}

/** What one person did in one go. */
export interface ChangeGroup {
  readonly id: string;
  readonly personId: RecordId;
  readonly via: string;
  readonly at: string;
  readonly source: string | undefined;
  readonly lifecycle: Exclude<RecordChange, 'changed'> | undefined;
  readonly changes: readonly FieldChange[];
}

/** Fields that follow from others or that only the board shows. */
const SILENT = new Set(['rank', 'completedAt', 'commentCount', 'number', 'project', 'source', 'externalUrl']);
const PAUSE_MS = 10 * 60_000;

/**
 * Groups what the same person did shortly after one another. Of several changes to one field the first old and
 * the last new value are told; what was put back is not told at all.
 * @param events of one record, oldest first
 */
export function groupChanges(events: readonly TimelineEvent[]): ChangeGroup[] {
  const groups: ChangeGroup[] = [];
  for (const event of events) {
    const group = groupOf(event);
    if (group.lifecycle === undefined && group.changes.length === 0) continue;
    const last = groups.at(-1);
    if (last && belongs(last, group)) groups[groups.length - 1] = joined(last, group);
    else groups.push(group);
  }
  return groups.filter(({ lifecycle, changes }) => lifecycle !== undefined || changes.length > 0);
}

function groupOf(event: TimelineEvent): ChangeGroup {
  const { id, actor, origin, change, patch } = event;
  const fields = [...Object.keys(patch.set), ...patch.unset].filter((field) => !SILENT.has(field));
  return {
    id,
    personId: origin?.personId ?? actor.personId,
    via: actor.via,
    at: origin?.at ?? event.at,
    source: origin?.source,
    lifecycle: change === 'changed' ? undefined : change,
    // How an item looked when it was made is no change.
    changes:
      change === 'changed'
        ? fields.map((field) => ({ field, old: patch.old[field], new: patch.set[field] }))
        : [],
  };
}

function belongs(last: ChangeGroup, next: ChangeGroup): boolean {
  return (
    next.lifecycle === undefined &&
    last.lifecycle === undefined &&
    last.personId === next.personId &&
    last.via === next.via &&
    last.source === next.source &&
    new Date(next.at).getTime() - new Date(last.at).getTime() <= PAUSE_MS
  );
}

function joined(last: ChangeGroup, next: ChangeGroup): ChangeGroup {
  const changes = new Map(last.changes.map((change) => [change.field, change]));
  for (const change of next.changes) {
    const before = changes.get(change.field);
    changes.set(change.field, before ? { ...change, old: before.old } : change);
  }
  return {
    ...next,
    id: last.id,
    changes: [...changes.values()].filter((change) => !same(change.old, change.new)),
  };
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : jsonEqual(a, b);
}

/** What came into a set and what left it. */
export function setDifference({ old, new: now }: FieldChange): { added: string[]; removed: string[] } {
  const before = texts(old);
  const after = texts(now);
  return {
    added: after.filter((entry) => !before.includes(entry)),
    removed: before.filter((entry) => !after.includes(entry)),
  };
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
