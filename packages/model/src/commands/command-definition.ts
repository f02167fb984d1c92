import type { Actor, Command, EventDraft, Instant, RecordId, RecordState, Refusal } from '@atrium/protocol';
import type { z } from 'zod';
import type { Member } from '../access/member.ts';
import type { Right } from '../access/permit.ts';
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
}

/** A rule that works on an existing record gets it as `record`. */
export interface ExistingContext extends RuleContext {
  readonly record: RecordState;
}

export type Decision = readonly EventDraft[] | Refusal;

interface Definition<Input> {
  readonly name: string;
  readonly recordType: string;
  readonly input: z.ZodType<Input>;
  readonly right: Right;
}

/** A command that brings a record into being: its id must be free. */
export interface CreateDefinition<Input> extends Definition<Input> {
  readonly creates: true;
  /** The project whose rights guard the new record. */
  projectOf(input: Input, context: RuleContext): RecordId | null;
  decide(input: Input, context: RuleContext): Decision;
}

export interface ChangeDefinition<Input> extends Definition<Input> {
  readonly creates?: false;
  /** True where a deleted record is the right target (restore). */
  readonly ofDeleted?: boolean;
  decide(input: Input, context: ExistingContext): Decision;
}

export type CommandDefinition<Input> = CreateDefinition<Input> | ChangeDefinition<Input>;

/** A definition whose input type is forgotten, as the registry keeps it. */
export interface AnyCommandDefinition {
  readonly name: string;
  readonly recordType: string;
  readonly creates: boolean;
  readonly run: (command: Command, context: DecideContext) => Decision;
}
