import type {
  Actor,
  Command,
  EventDraft,
  Instant,
  JsonObject,
  RecordId,
  RecordState,
  Refusal,
} from '@atrium/protocol';
import type { z } from 'zod';
import type { Member } from '../access/member.ts';
import type { Right } from '../access/permit.ts';
import type { RecordTypes } from '../records/record-type.ts';
import type { RecordReader } from './record-reader.ts';

/** What arrives from outside with every decision: who, when, and the records. */
export interface DecideContext {
  readonly actor: Actor;
  readonly now: Instant;
  readonly read: RecordReader;
}

export interface RuleContext extends DecideContext {
  readonly command: Command;
  readonly member: Member;
  readonly types: RecordTypes;
}

/** A rule that works on an existing record gets it as `record`. */
export interface ExistingContext extends RuleContext {
  readonly record: RecordState;
}

export type Decision = readonly EventDraft[] | Refusal;

interface Definition<Output, Input> {
  readonly name: string;
  readonly input: z.ZodType<Output, Input>;
  readonly right: Right;
}

/** A command that brings a record into being: its id must be free. */
export interface CreateDefinition<Output, Input> extends Definition<Output, Input> {
  /** The project whose rights guard the new record. */
  projectOf(input: Output, context: RuleContext): RecordId | null;
  decide(input: Output, context: RuleContext): Decision;
}

export interface ChangeDefinition<Output, Input> extends Definition<Output, Input> {
  /** True where a deleted record is a right target too (restore). */
  readonly ofDeleted?: boolean;
  decide(input: Output, context: ExistingContext): Decision;
}

/** A definition whose input type is forgotten, as the registry keeps it. */
export interface AnyCommandDefinition {
  readonly name: string;
  /** `*` where the command works on records of any type. */
  readonly recordType: string;
  readonly creates: boolean;
  readonly run: (command: Command, context: DecideContext, types: RecordTypes) => Decision;
  /** True when this reader cannot foresee the outcome. */
  readonly serverOnly?: (command: Command, read: RecordReader) => boolean;
}

/** What a caller says; the sender adds id, time and the versions it made itself. */
export interface CommandDraft {
  readonly name: string;
  readonly recordId: RecordId;
  readonly baseVersion: number;
  readonly input: JsonObject;
}

/** `createProject(newId(), { key, name })` */
export interface CreateCommand<Input> {
  (recordId: RecordId, input: Input): CommandDraft;
  readonly definition: AnyCommandDefinition;
}

/** `moveWorkItem(item, { status })`; a command without input takes the record alone. */
export interface ChangeCommand<Input> {
  (
    record: Pick<RecordState, 'id' | 'version'>,
    ...rest: Record<string, never> extends Input ? [input?: Input] : [input: Input]
  ): CommandDraft;
  readonly definition: AnyCommandDefinition;
}
