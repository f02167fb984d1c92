import type { JsonObject, RecordState } from '@atrium/protocol';
import type { Effect } from '../records/overlay.ts';
import type { EntryBase } from './outbox-entry.ts';

/** Longer values are kept only where the command changes them. */
const SHORT = 200;

/** What the record looked like to whoever issued the command; undefined for one that it creates. */
export function baseOf(before: RecordState | undefined, effect: Effect): EntryBase | undefined {
  if (!before) return undefined;
  const changed = new Set<string>();
  if (effect.kind === 'applied') {
    for (const { recordId, patch } of effect.drafts) {
      if (recordId === before.id) for (const field of Object.keys(patch.old)) changed.add(field);
    }
  }
  const fields: { [field: string]: JsonObject[string] } = {};
  for (const [field, value] of Object.entries(before.fields)) {
    if (changed.has(field) || JSON.stringify(value).length <= SHORT) fields[field] = value;
  }
  return { type: before.type, version: before.version, fields };
}
