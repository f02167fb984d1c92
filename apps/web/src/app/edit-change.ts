import { builtIn, type CommandDraft } from '@atrium/model';
import type { Command, Json, JsonObject } from '@atrium/protocol';
import { isId } from '@atrium/protocol';

/** One value of a change, as far as someone may think it over. */
export interface ChangeField {
  /** Where in the input: `title`, or `set.title`. */
  readonly path: string;
  readonly field: string;
  readonly label: string;
  readonly value: Json;
  /** Words can be written anew, and one of several chosen; everything else can only be left out. */
  readonly kind: 'line' | 'text' | 'choice' | 'value';
  /** The change makes no sense without it. */
  readonly needed: boolean;
}

/** For each field by its path: other words, or left out. Fields that are not named stay. */
export type ChangeEdits = { readonly [path: string]: string | typeof LEFT_OUT };

export const LEFT_OUT = Symbol('left out');

/** Parts of an input that hold fields themselves. */
const PARTS = ['set', 'add', 'remove'];

export function changeFields({ name, input }: Pick<Command, 'name' | 'input'>): ChangeField[] {
  const type = name.split('.')[0] ?? '';
  const single = Object.entries(input)
    .filter(([field]) => !PARTS.includes(field))
    .map(([field, value]) => fieldOf(type, field, value, field));
  const inside = PARTS.flatMap((part) =>
    Object.entries(objectOf(input[part])).map(([field, value]) =>
      fieldOf(type, field, value, `${part}.${field}`),
    ),
  );
  // A place in an order says nothing to anyone.
  return [...single, ...inside].filter(
    ({ field }) => builtIn.types.get(type)?.fields[field]?.kind !== 'rank',
  );
}

/** Whether there is anything in it to be written otherwise or left out. */
export function canEditChange(command: Pick<Command, 'name' | 'input'>): boolean {
  return changeFields(command).some(({ kind, needed }) => kind !== 'value' || !needed);
}

/** The same change with some of its values otherwise. */
export function editedDraft(command: Command, edits: ChangeEdits): CommandDraft {
  const { name, recordId, baseVersion } = command;
  const input: { [field: string]: Json } = { ...command.input };
  for (const [path, edit] of Object.entries(edits)) {
    const [part = '', field] = path.split('.');
    if (field === undefined) {
      if (edit === LEFT_OUT) delete input[part];
      else input[part] = edit;
      continue;
    }
    const { [field]: _, ...rest } = objectOf(input[part]);
    const next = edit === LEFT_OUT ? rest : { ...rest, [field]: edit };
    if (Object.keys(next).length > 0) input[part] = next;
    else delete input[part];
  }
  return { name, recordId, baseVersion, input };
}

function fieldOf(type: string, field: string, value: Json, path: string): ChangeField {
  const declared = builtIn.types.get(type)?.fields[field];
  const words = typeof value === 'string' && !isId(value);
  const isText = words && (declared?.kind === 'text' || declared?.kind === 'longText');
  const isChoice = words && declared?.kind === 'select';
  return {
    path,
    field,
    label: declared?.label ?? field,
    value,
    kind: isText ? (declared.kind === 'longText' ? 'text' : 'line') : isChoice ? 'choice' : 'value',
    // A change of single fields can do without any of them; what is created needs its words and its place.
    needed:
      !path.includes('.') &&
      (declared === undefined || (declared.required === true && declared.kind !== 'select')),
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
