import { builtIn } from '@atrium/model';
import type { JsonObject, RecordState } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { FieldChange } from '@atrium/protocol/api';
import { type ValueNames, valueText } from './value-text.ts';

/** A record's fields at two moments. */
export interface FieldValues {
  readonly recordType: string;
  readonly old: JsonObject;
  readonly new: JsonObject;
}

/** What differs, in the order of the record type; what only follows from something else is left out. */
export function fieldChanges(values: FieldValues, names: ValueNames): FieldChange[] {
  const fields = builtIn.types.get(values.recordType)?.fields ?? {};
  const present = new Set([...Object.keys(values.old), ...Object.keys(values.new)]);
  const order = [...Object.keys(fields), ...present].filter((name) => present.has(name));
  return [...new Set(order)].flatMap((name) => {
    const field = fields[name];
    const [before, after] = [values.old[name], values.new[name]];
    if (field?.derived || jsonEqual(before, after)) return [];
    return {
      field: name,
      label: field?.label ?? name,
      kind: field?.kind ?? 'json',
      ...(before !== undefined && { old: before }),
      ...(after !== undefined && { new: after }),
      oldText: valueText(name, field, before, names),
      newText: valueText(name, field, after, names),
    };
  });
}

/** Between two states of one record. */
export function changesBetween(
  old: RecordState | undefined,
  next: RecordState,
  names: ValueNames,
): FieldChange[] {
  return fieldChanges({ recordType: next.type, old: old?.fields ?? {}, new: next.fields }, names);
}
