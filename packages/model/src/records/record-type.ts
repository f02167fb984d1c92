import type { JsonObject, RecordId, RecordState } from '@atrium/protocol';
import type { Field } from './field.ts';

/** Where a record lives: which subscriptions show it, and whose rights guard it. */
export interface Place {
  /** Seen by every member who may read it, in the `workspace` scope. */
  readonly workspace: boolean;
  readonly projectId: RecordId | null;
  /** The record it hangs on (a comment's work item): delivered with that record, not with the project. */
  readonly subjectId: RecordId | null;
}

export interface RecordType {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly fields: { readonly [name: string]: Field };
  place(id: RecordId, fields: JsonObject): Place;
  /** Keys that must be unique in the tenant while the record is not deleted, such as `project:ATR`. */
  keys?(id: RecordId, fields: JsonObject): string[];
  /** Text for search, mentions and lists. */
  title(record: RecordState): string;
  /** More text for search beside the title. */
  body?(record: RecordState): string;
}
