import {
  builtIn,
  type Conflict,
  canConflict,
  canMergeInto,
  conflictOf,
  type FieldMerge,
  mergeField,
} from '@atrium/model';
import type { Command, FieldConflict, Json, JsonObject, RecordId, RecordState } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { AttentionItem } from '@atrium/sync/client';

/** One field that two people changed. */
export interface MetField {
  readonly field: string;
  readonly sides: FieldConflict;
  readonly merge: FieldMerge;
  /** False where the change is no value of its own (an archive, a restored version): one side or the other. */
  readonly mergeable: boolean;
}

/** A refused change, as of what is there now. */
export interface MetChange {
  readonly command: Command;
  readonly conflict: Conflict;
}

export interface Met {
  readonly kind: 'met';
  readonly recordId: RecordId;
  /** In order of issue. */
  readonly changes: readonly MetChange[];
  readonly fields: readonly MetField[];
}

/** A value of a change that has nowhere to go any more. */
export interface LostValue {
  readonly field: string;
  readonly value: Json;
}

export interface Lost {
  readonly kind: 'lost';
  readonly recordId: RecordId;
  readonly why: 'deleted' | 'missing' | 'denied';
  readonly items: readonly AttentionItem[];
  readonly values: readonly LostValue[];
}

export type ConflictGroup = Met | Lost;

const LOST: { readonly [code: string]: Lost['why'] | undefined } = {
  DELETED: 'deleted',
  NOT_FOUND: 'missing',
  FORBIDDEN: 'denied',
};

/** Whether someone has to look at it with values in front of them; all else is for the tray alone. */
export function isSettledHere({ command, refusal }: Pick<AttentionItem, 'command' | 'refusal'>): boolean {
  if (conflictOf(refusal)) return true;
  return LOST[refusal.code] !== undefined && lostValues(command).length > 0;
}

/**
 * What waits for a decision, by record, in order of issue.
 * @param known the record as it is here now
 */
export function conflictGroups(
  items: readonly AttentionItem[],
  known: (id: RecordId) => RecordState | undefined,
): ConflictGroup[] {
  const byRecord = new Map<RecordId, AttentionItem[]>();
  for (const item of items) {
    if (!isSettledHere(item)) continue;
    const { recordId } = item.command;
    byRecord.set(recordId, [...(byRecord.get(recordId) ?? []), item]);
  }
  return [...byRecord].map(([recordId, own]) => {
    const record = known(recordId);
    // What cannot be written any more is no question of mine or theirs.
    const lost = own.find(({ refusal }) => LOST[refusal.code] !== undefined);
    const why = record?.deletedAt ? 'deleted' : lost && LOST[lost.refusal.code];
    return why === undefined ? metOf(recordId, own, record) : lostOf(recordId, own, why);
  });
}

/** How many refused changes there are. */
export function countChanges(groups: readonly ConflictGroup[]): number {
  return groups.reduce(
    (sum, group) => sum + (group.kind === 'met' ? group.changes.length : group.items.length),
    0,
  );
}

function metOf(recordId: RecordId, items: readonly AttentionItem[], record: RecordState | undefined): Met {
  const changes = items.flatMap(({ command, refusal }) => {
    const conflict = conflictOf(refusal);
    return conflict ? [{ command, conflict: asOfNow(command, conflict, record) }] : [];
  });
  const sides = new Map<string, { sides: FieldConflict; mergeable: boolean }>();
  for (const { command, conflict } of changes) {
    for (const [field, own] of Object.entries(conflict.fields)) {
      const before = sides.get(field);
      // The first one knew the base; the last one is what I want in the end.
      const { mine: _, ...others } = before?.sides ?? own;
      const wanted = own.mine === undefined ? others : { ...others, mine: own.mine };
      sides.set(field, { sides: wanted, mergeable: canMergeInto(command, field) });
    }
  }
  const type = builtIn.types.get(record?.type ?? typeOf(items));
  const declared = Object.keys(type?.fields ?? {});
  const inOrder = [...sides].sort(([a], [b]) => declared.indexOf(a) - declared.indexOf(b));
  const fields = inOrder.map(([field, { sides: own, mergeable }]) => ({
    field,
    sides: own,
    mergeable,
    merge: mergeField(type?.fields[field], own),
  }));
  return { kind: 'met', recordId, changes, fields };
}

/** What others did since the refusal counts as theirs too, so that a choice never writes over what was not seen. */
function asOfNow(command: Command, conflict: Conflict, record: RecordState | undefined): Conflict {
  if (!record || record.version <= conflict.version) return conflict;
  const fields: { [field: string]: FieldConflict } = {};
  const wanted = {
    ...Object.fromEntries(Object.entries(conflict.fields).map(([name, { mine }]) => [name, mine])),
    ...valuesOf(command),
  };
  for (const [field, value] of Object.entries(wanted)) {
    const declared = builtIn.types.get(record.type)?.fields[field];
    const sides = conflict.fields[field];
    const moved = (record.fieldVersions[field] ?? 0) > conflict.version;
    if (sides && !moved) fields[field] = sides;
    if (!moved || !declared || !canConflict(declared)) continue;
    const theirs = record.fields[field];
    const mine = value ?? undefined;
    if (!sides && same(theirs, mine)) continue;
    const latest = record.fieldVersions[field] === record.version;
    fields[field] = {
      ...(sides?.base !== undefined && { base: sides.base }),
      ...(theirs !== undefined && { theirs }),
      ...(mine !== undefined && { mine }),
      ...(latest && { by: { personId: record.updatedBy, at: record.updatedAt } }),
    };
  }
  return { ...conflict, version: record.version, fields };
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : jsonEqual(a, b);
}

/** The single values that a command names; null empties. */
export function valuesOf({ input }: Pick<Command, 'input'>): JsonObject {
  const { set } = input;
  return typeof set === 'object' && set !== null && !Array.isArray(set) ? set : input;
}

function lostOf(recordId: RecordId, items: readonly AttentionItem[], why: Lost['why']): Lost {
  const values = new Map<string, Json>();
  for (const { command } of items) {
    for (const { field, value } of lostValues(command)) values.set(field, value);
  }
  return {
    kind: 'lost',
    recordId,
    why,
    items,
    values: [...values].map(([field, value]) => ({ field, value })),
  };
}

/** Fields of what a command writes that are worth keeping; what it refers to is none of them. */
function lostValues(command: Command): LostValue[] {
  const type = builtIn.types.get(typeOf([{ command }]));
  return Object.entries(valuesOf(command)).flatMap(([field, value]) => {
    const kind = type?.fields[field]?.kind;
    const kept = value !== null && kind !== undefined && kind !== 'relation' && kind !== 'rank';
    return kept ? [{ field, value }] : [];
  });
}

/** The record type that a command's name begins with. */
export function typeOf(items: readonly { readonly command: Pick<Command, 'name'> }[]): string {
  return items[0]?.command.name.split('.')[0] ?? '';
}
