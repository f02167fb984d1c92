import type { EventDraft, Json, JsonObject, RecordId, RecordState } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';

/** New values by field; undefined unsets. */
export type Changes = { readonly [field: string]: Json | undefined };

export function created(recordType: string, recordId: RecordId, fields: Changes): EventDraft {
  const set: JsonObject = {};
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) set[field] = value;
  return {
    recordId,
    recordType,
    name: `${recordType}.created`,
    change: 'created',
    patch: { set, unset: [], old: {} },
  };
}

/** One event for what really differs, or none. */
export function changed(record: RecordState, changes: Changes, verb = 'updated'): EventDraft[] {
  const set: JsonObject = {};
  const unset: string[] = [];
  const old: JsonObject = {};
  for (const [field, value] of Object.entries(changes)) {
    const before = record.fields[field];
    if (jsonEqual(before, value)) continue;
    if (value === undefined) unset.push(field);
    else set[field] = value;
    if (before !== undefined) old[field] = before;
  }
  if (unset.length === 0 && Object.keys(set).length === 0) return [];
  return [
    {
      recordId: record.id,
      recordType: record.type,
      name: `${record.type}.${verb}`,
      change: 'changed',
      patch: { set, unset, old },
    },
  ];
}

export function lifecycle(record: RecordState, change: 'deleted' | 'restored'): EventDraft {
  return {
    recordId: record.id,
    recordType: record.type,
    name: `${record.type}.${change}`,
    change,
    patch: { set: {}, unset: [], old: {} },
  };
}
