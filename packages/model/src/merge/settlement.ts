import type { Command, FieldConflict, Json, JsonObject, RecordId, Refusal } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { CommandDraft } from '../commands/command-definition.ts';
import { settleConflict } from './settle-conflict.ts';

/** What someone wants in place of a value that two people changed. */
export type Choice =
  | { readonly keep: 'mine' | 'theirs' }
  | { readonly keep: 'merged'; readonly value: Json | undefined };

/** A CONFLICT refusal as it is read: by field, with the version that `theirs` is of. */
export interface Conflict {
  readonly recordId: RecordId;
  readonly version: number;
  readonly fields: { readonly [field: string]: FieldConflict };
}

export function conflictOf({ code, details }: Refusal): Conflict | undefined {
  const { recordId, version, fields } = details ?? {};
  if (code !== 'CONFLICT' || typeof recordId !== 'string' || typeof version !== 'number') return undefined;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return undefined;
  return { recordId, version, fields: fields as unknown as Conflict['fields'] };
}

export interface Settlement {
  /** The refused command anew, on top of theirs; absent when nothing of it is left. */
  readonly change?: CommandDraft;
  /** Puts what is given up into the history; absent when nothing is. */
  readonly givenUp?: CommandDraft;
}

/**
 * The ordinary commands that settle a refused one. What was not in conflict stays in the change; fields
 * without a choice stay mine.
 * @param id of the record that keeps what is given up
 */
export function settlementOf(
  command: Command,
  conflict: Conflict,
  choices: { readonly [field: string]: Choice },
  id: RecordId,
): Settlement {
  const { name, recordId } = command;
  const wanted = Object.entries(choices).flatMap(([field, choice]): [string, Choice][] => {
    const sides = conflict.fields[field];
    return sides ? [[field, meant(choice, sides)]] : [];
  });
  const input = wanted.reduce<JsonObject | undefined>(
    (rest, [field, choice]) => rest && chosen(rest, field, choice, command),
    command.input,
  );
  const values: { [field: string]: { kept: 'theirs' | 'merged'; mine?: Json } } = {};
  for (const [field, { keep }] of wanted) {
    if (keep === 'mine') continue;
    const mine = conflict.fields[field]?.mine;
    values[field] = { kept: keep, ...(mine !== undefined && { mine }) };
  }
  const gave = Object.keys(values).length > 0;
  return {
    ...(input && { change: { name, recordId, baseVersion: conflict.version, input } }),
    ...(gave && { givenUp: settleConflict(id, { record: recordId, command: command.id, values }) }),
  };
}

/** A merge that came out as one of the sides is that side. */
function meant(choice: Choice, { theirs, mine }: FieldConflict): Choice {
  if (choice.keep !== 'merged') return choice;
  if (same(choice.value, mine)) return { keep: 'mine' };
  return same(choice.value, theirs) ? { keep: 'theirs' } : choice;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : jsonEqual(a, b);
}

/** The input with one field chosen; undefined when nothing of the command is left. */
function chosen(input: JsonObject, field: string, choice: Choice, { name }: Command): JsonObject | undefined {
  if (choice.keep === 'mine') return input;
  const { set } = input;
  if (typeof set === 'object' && set !== null && !Array.isArray(set) && Object.hasOwn(set, field)) {
    const { set: _, ...rest } = input;
    const left = replaced(set, field, choice);
    return some(left ? { ...rest, set: left } : rest);
  }
  // An update may do with less; any other command is its values, or nothing.
  if (Object.hasOwn(input, field) && (choice.keep === 'merged' || name.endsWith('.update')))
    return replaced(input, field, choice);
  // Of a restored version, the other fields only.
  if (name === 'history.restore' && Array.isArray(input.fields)) {
    const fields = input.fields.filter((other) => other !== field);
    return fields.length > 0 ? { ...input, fields } : undefined;
  }
  return undefined;
}

function replaced(values: JsonObject, field: string, choice: Choice): JsonObject | undefined {
  const { [field]: _, ...rest } = values;
  return choice.keep === 'merged' ? { ...rest, [field]: choice.value ?? null } : some(rest);
}

function some(values: JsonObject): JsonObject | undefined {
  return Object.keys(values).length > 0 ? values : undefined;
}

/** True where the value of the field is one that the command itself names, so that another can stand in its place. */
export function canMergeInto({ input }: Pick<Command, 'input'>, field: string): boolean {
  const { set } = input;
  const inSet = typeof set === 'object' && set !== null && !Array.isArray(set) && Object.hasOwn(set, field);
  return inSet || Object.hasOwn(input, field);
}
