import { type Field, statusesOf } from '@atrium/model';
import type { Json, RecordState } from '@atrium/protocol';

export interface ValueNames {
  /** What an id stands for, as far as the reader may see it. */
  nameOf(id: string): string | undefined;
  /** The project that the record of the value lives in. */
  readonly project: RecordState | undefined;
}

const UNSEEN = '(not visible)';

/** A value as people read it: names for ids, labels for options. Nothing for what is not set. */
export function valueText(
  name: string,
  field: Field | undefined,
  value: Json | undefined,
  names: ValueNames,
): string {
  if (value === undefined || value === null) return '';
  if (field?.kind === 'user' || field?.kind === 'relation')
    return each(value, (id) => names.nameOf(id) ?? UNSEEN);
  if (field?.kind === 'select' || field?.kind === 'multiSelect')
    return each(value, (option) => optionText(name, field, option, names.project));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((entry) => entryText(entry)).join(', ');
  return Object.entries(value)
    .map(([key, entry]) => `${names.nameOf(key) ?? key}: ${peopleText(entry, names)}`)
    .join(', ');
}

function each(value: Json, text: (entry: string) => string): string {
  return (Array.isArray(value) ? value : [value]).map((entry) => text(String(entry))).join(', ');
}

function optionText(name: string, field: Field, option: string, project: RecordState | undefined): string {
  const status = name === 'status' ? statusesOf(project).find(({ id }) => id === option)?.name : undefined;
  return status ?? field.options?.find(({ value }) => value === option)?.label ?? option;
}

/** Such as a status of a workflow: its name says enough. */
function entryText(entry: Json): string {
  if (typeof entry === 'object' && entry !== null && !Array.isArray(entry) && typeof entry.name === 'string')
    return entry.name;
  return typeof entry === 'string' ? entry : JSON.stringify(entry);
}

/** Such as the people behind a reaction. */
function peopleText(entry: Json, names: ValueNames): string {
  const text = (part: Json) =>
    typeof part === 'string' ? (names.nameOf(part) ?? part) : JSON.stringify(part);
  return Array.isArray(entry) ? entry.map(text).join(', ') : text(entry);
}
