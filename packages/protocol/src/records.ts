import type { Json, JsonObject } from './json.ts';
import type { RefusalCode } from './refusal-codes.ts';

/** ISO 8601, UTC, milliseconds: `2026-01-31T12:00:00.000Z`. Sorts as text. */
export type Instant = string;
export type RecordId = string;
export type TenantId = string;

/** One record as of `version`. Fields that are not set are absent, never null. */
export interface RecordState {
  readonly id: RecordId;
  readonly type: string;
  readonly version: number;
  readonly fields: JsonObject;
  /** For each field, the version that last changed it. */
  readonly fieldVersions: { readonly [field: string]: number };
  readonly createdAt: Instant;
  /** A person's record id. */
  readonly createdBy: RecordId;
  readonly updatedAt: Instant;
  readonly updatedBy: RecordId;
  readonly deletedAt: Instant | null;
}

export type ActorVia = 'web' | 'api' | 'cli' | 'import' | 'automation' | 'system';

export interface Actor {
  /** The person's record id; the tenant's id when the system itself acts. */
  readonly personId: RecordId;
  readonly via: ActorVia;
}

export interface Command {
  /** UUIDv7 chosen by the client; the same id always has the same outcome. */
  readonly id: string;
  readonly name: string;
  readonly recordId: RecordId;
  /** The version of the record that the sender saw; 0 for one that does not exist yet. */
  readonly baseVersion: number;
  /** Versions after `baseVersion` that the sender itself made: never a conflict with itself. */
  readonly ownVersions?: readonly number[];
  readonly input: JsonObject;
  readonly issuedAt: Instant;
  /** Groups commands that can be undone together, such as `bulk:<id>` or `import:<id>`. */
  readonly cause?: string;
  /** Who really did this and when, where an importer brings history in. Never accepted from the wire. */
  readonly origin?: Origin;
}

export interface Origin {
  readonly at: Instant;
  readonly personId: RecordId;
  /** For people: `GitHub quicwg/multipath#12`. */
  readonly source: string;
}

/** What happens to the record as a whole, beside its fields. */
export type RecordChange = 'created' | 'changed' | 'deleted' | 'restored';

export interface Patch {
  readonly set: JsonObject;
  readonly unset: readonly string[];
  /** Values before, of every field in `set` or `unset` that had one. */
  readonly old: JsonObject;
}

/** What `decide` makes: an event before it has a place in the log. */
export interface EventDraft {
  readonly recordId: RecordId;
  readonly recordType: string;
  /** For people and triggers: `work_item.moved`. */
  readonly name: string;
  readonly change: RecordChange;
  readonly patch: Patch;
}

export interface RecordEvent extends EventDraft {
  /** Dense per tenant, from 1, in commit order. */
  readonly position: number;
  readonly id: string;
  /** Dense per record, from 1. */
  readonly version: number;
  readonly actor: Actor;
  readonly at: Instant;
  readonly commandId: string;
  readonly cause?: string;
  readonly origin?: Origin;
}

/** Why a command was not done. A value, never thrown. */
export interface Refusal {
  readonly code: RefusalCode;
  /** One sentence for people. */
  readonly message: string;
  readonly details?: JsonObject;
}

/** `details.fields` of a CONFLICT refusal: enough for a three-way merge. Absent means not set. */
export interface FieldConflict {
  readonly base?: Json;
  readonly theirs?: Json;
  readonly mine?: Json;
  /** Who changed it last, through what and when; absent where that is not known. */
  readonly by?: { readonly personId: RecordId; readonly via?: ActorVia; readonly at: Instant };
}

export type Outcome =
  | {
      readonly kind: 'committed';
      readonly firstPosition: number;
      readonly lastPosition: number;
      /** Version of the command's own record after it; 0 when it was not touched. */
      readonly version: number;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
