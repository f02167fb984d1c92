import type { EventDraft, JsonObject, RecordChange, RecordId, RecordState, Refusal } from '@atrium/protocol';
import type { Member } from '../access/member.ts';
import type { Right } from '../access/permit.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import type { Field } from './field.ts';

/** Where a record lives: which subscriptions show it, and whose rights guard it. */
export interface Place {
  /** Seen by every member who may read it, in the `workspace` scope. */
  readonly workspace: boolean;
  readonly projectId: RecordId | null;
  /** The record it hangs on (a comment's work item): delivered with that record, not with the project. */
  readonly subjectId: RecordId | null;
}

/** One step of a record, seen before it is accepted. */
export interface Step {
  readonly draft: EventDraft;
  readonly before: RecordState | undefined;
  readonly after: RecordState;
  readonly member: Member;
  /** The world with every earlier step of the same command applied. */
  readonly read: RecordReader;
}

export interface RecordType {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly fields: { readonly [name: string]: Field };
  place(id: RecordId, fields: JsonObject): Place;
  /** Keys that must be unique in the tenant while the record is not deleted, such as `project:ATR`. */
  keys?(id: RecordId, fields: JsonObject): string[];
  /** What to say when a key is taken. Without it keys are not looked up: they come from a counter. */
  readonly takenMessage?: string;
  /** The right that undoing needs for each kind of change, where it is not `update` or `delete`. */
  readonly rights?: Partial<Record<RecordChange, Right>>;
  /** What must hold of every step, whichever command makes it; undo is checked by it too. */
  guard?(step: Step): Refusal | undefined;
  /** Relations to records that it links: their histories show it too. */
  readonly ends?: readonly string[];
  /** What else changes when such a record is deleted or comes back, such as the count on what it hangs on. */
  alongside?(
    record: RecordState,
    change: 'deleted' | 'restored',
    world: { readonly read: RecordReader; readonly types: RecordTypes },
  ): EventDraft[];
  /** Text for search, mentions and lists. */
  title(record: RecordState): string;
  /** More text for search beside the title. */
  body?(record: RecordState): string;
}

export type RecordTypes = ReadonlyMap<string, RecordType>;

/** True when the step wrote the field, or brought the record (back) to life with it. */
export function touches({ draft, after }: Step, field: string): boolean {
  if (draft.change === 'restored') return after.fields[field] !== undefined;
  return Object.hasOwn(draft.patch.set, field) || draft.patch.unset.includes(field);
}
