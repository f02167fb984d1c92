import type { EventDraft, Json, RecordId, RecordState } from '@atrium/protocol';
import { evolve } from '../records/evolve.ts';
import type { RecordTypes } from '../records/record-type.ts';
import type { DecideContext } from './command-definition.ts';
import type { RecordReader } from './record-reader.ts';

/** The world as it will be once the drafts applied so far are in the log. */
export interface Overlay {
  readonly read: RecordReader;
  /** The record after the draft; not kept until `keep`. */
  preview(draft: EventDraft): RecordState;
  keep(record: RecordState): void;
}

type OverlayContext = Pick<DecideContext, 'actor' | 'now' | 'read'>;

export function overlayOf({ actor, now, read: below }: OverlayContext, types: RecordTypes): Overlay {
  const kept = new Map<RecordId, RecordState>();
  const read: RecordReader = {
    get: (id) => kept.get(id) ?? below.get(id),
    find: (key) => {
      for (const record of kept.values()) if (holds(record, key)) return record.id;
      const found = below.find(key);
      return found !== undefined && kept.has(found) ? undefined : found;
    },
    referrers: (type, field, value, hint) => {
      const untouched = below.referrers(type, field, value, hint).filter(({ id }) => !kept.has(id));
      const own = [...kept.values()].filter((record) => record.type === type && record.deletedAt === null);
      return [...untouched, ...own.filter((record) => fieldHolds(record.fields[field], value))];
    },
    eventsOf: (commandId) => below.eventsOf(commandId),
    stateAt: (id, version) => below.stateAt?.(id, version),
    nextNumber: (counter) => below.nextNumber(counter),
  };
  const holds = (record: RecordState, key: string) =>
    record.deletedAt === null && types.get(record.type)?.keys?.(record.id, record.fields).includes(key);
  return {
    read,
    preview: (draft) => previewOf(draft, read.get(draft.recordId), { actor, now }),
    keep: (record) => kept.set(record.id, record),
  };
}

/** The record after one more draft. */
export function previewOf(
  draft: EventDraft,
  before: RecordState | undefined,
  { actor, now }: Pick<DecideContext, 'actor' | 'now'>,
): RecordState {
  return evolve(before, { ...draft, version: (before?.version ?? 0) + 1, actor, at: now });
}

/** What `referrers` means by a field that holds a value. */
export function fieldHolds(held: Json | undefined, value: string): boolean {
  return held === value || (Array.isArray(held) && held.includes(value));
}
