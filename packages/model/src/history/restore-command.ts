import type { Command, EventDraft, Json, JsonObject, RecordState, Refusal } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import { z } from 'zod';
import { checkDrafts } from '../commands/check-drafts.ts';
import type {
  AnyCommandDefinition,
  ChangeCommand,
  Decision,
  RuleContext,
} from '../commands/command-definition.ts';
import { findConflict } from '../commands/conflicts.ts';
import { actingMember, notMember } from '../commands/define-command.ts';
import { readInput } from '../commands/read-input.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import { refuse } from '../commands/refuse.ts';
import { type Changes, changed, lifecycle } from '../records/drafts.ts';
import type { Field } from '../records/field.ts';
import { isSetValued } from '../records/field.ts';
import type { RecordType } from '../records/record-type.ts';
import { firstDenied, isSeen } from './step-rights.ts';

const NAME = 'history.restore';

const restoreInput = z.strictObject({
  version: z.int().min(1),
  /** Only these; all of them unless told. */
  fields: z.array(z.string().max(100)).max(100).optional(),
});

/**
 * Gives a record the values it had at a version, and life if it had that. References to what has been
 * deleted since stay out. Undone like any other command.
 */
export const restoreVersion: ChangeCommand<z.input<typeof restoreInput>> = Object.assign(
  ({ id, version }: Pick<RecordState, 'id' | 'version'>, restored: z.input<typeof restoreInput>) => ({
    name: NAME,
    recordId: id,
    baseVersion: version,
    input: { version: restored.version, ...(restored.fields && { fields: restored.fields }) },
  }),
  { definition: definition() },
);

function definition(): AnyCommandDefinition {
  return {
    name: NAME,
    recordType: '*',
    creates: false,
    serverOnly: ({ recordId, input: { version } }, read) =>
      typeof version === 'number' && read.stateAt?.(recordId, version) === undefined,
    run: (command, context, types) => {
      const parsed = readInput(restoreInput, command);
      if (!parsed.ok) return parsed.refusal;
      const member = actingMember(context);
      if (!member) return notMember();
      return restore(parsed.value, { ...context, command, member, types });
    },
  };
}

function restore(input: z.output<typeof restoreInput>, context: RuleContext): Decision {
  const restoring = restoringOf(input, context);
  if ('code' in restoring) return restoring;
  const drafts = draftsOf(restoring, context);
  return denied(drafts, restoring, context) ?? drafts;
}

interface Restoring {
  readonly record: RecordState;
  readonly past: RecordState;
  readonly type: RecordType;
  readonly fields: readonly string[] | undefined;
}

function restoringOf(
  { version, fields }: z.output<typeof restoreInput>,
  context: RuleContext,
): Restoring | Refusal {
  const { command, read, types } = context;
  const record = read.get(command.recordId);
  const type = record && types.get(record.type);
  const past = read.stateAt?.(command.recordId, version);
  // What may not be seen answers as what does not exist, whatever else is wrong.
  if (!type || !past || !isSeen(record, context)) return refuse('NOT_FOUND', 'This version does not exist.');
  const unknown = fields?.find((name) => type.fields[name] === undefined);
  if (unknown !== undefined) return refuse('UNKNOWN_FIELD', 'There is no such field.', { field: unknown });
  return { record, past, type, fields };
}

function draftsOf(restoring: Restoring, context: RuleContext): EventDraft[] {
  const { record, past, type, fields } = restoring;
  const revived = record.deletedAt !== null && past.deletedAt === null && fields === undefined;
  const changes = restoredValues(restoring, context.read);
  // Completion is derived from the status, and goes back with it.
  if (Object.hasOwn(changes, 'status')) changes.completedAt = past.fields.completedAt;
  return [
    ...(revived ? [lifecycle(record, 'restored')] : []),
    ...changed(record, changes, 'reverted'),
    ...(revived ? (type.alongside?.(record, 'restored', context) ?? []) : []),
  ];
}

/** The values of a past version that a restore of it would not bring back: what they refer to is deleted. */
export function valuesLeft(
  command: Command,
  { read, types }: Pick<RuleContext, 'read' | 'types'>,
): JsonObject {
  const parsed = readInput(restoreInput, command);
  const record = read.get(command.recordId);
  const type = record && types.get(record.type);
  if (!parsed.ok || !type) return {};
  const { version, fields } = parsed.value;
  const past = read.stateAt?.(command.recordId, version);
  if (!past) return {};
  const restored = { ...record.fields, ...restoredValues({ record, past, type, fields }, read) };
  const isLeft = (name: string) =>
    type.fields[name]?.derived !== true &&
    (fields === undefined || fields.includes(name)) &&
    !jsonEqual(past.fields[name], restored[name]);
  return Object.fromEntries(
    Object.entries(past.fields).filter(([name]) => type.fields[name] && isLeft(name)),
  );
}

function restoredValues({ record, past, type, fields }: Restoring, read: RecordReader) {
  const values: { [field: string]: Json | undefined } = {};
  for (const name of fields ?? [...Object.keys(record.fields), ...Object.keys(past.fields)]) {
    const field = type.fields[name];
    if (field && !field.derived) Object.assign(values, restoredValue(name, field, { record, past, read }));
  }
  return values;
}

function restoredValue(
  name: string,
  field: Field,
  { record, past, read }: { record: RecordState; past: RecordState; read: RecordReader },
): Changes {
  const value = past.fields[name];
  if (field.kind !== 'relation' && field.kind !== 'user') return { [name]: value };
  const known = record.fields[name];
  const lives = (id: Json) => typeof id === 'string' && read.get(id)?.deletedAt === null;
  if (isSetValued(field) && Array.isArray(value)) {
    const list = value.filter((id) => (Array.isArray(known) && known.includes(id)) || lives(id));
    return { [name]: list.length > 0 ? list : undefined };
  }
  return value === undefined || value === known || lives(value) ? { [name]: value } : {};
}

function denied(
  drafts: readonly EventDraft[],
  { record, type }: Restoring,
  context: RuleContext,
): Refusal | undefined {
  // Nothing to change still needs the right to look.
  const refusal = firstDenied(drafts.length > 0 ? drafts : [lifecycle(record, 'restored')], context);
  if (refusal) return refusal;
  const own = drafts.filter(({ recordId }) => recordId === record.id);
  if (record.deletedAt !== null && own.length > 0 && own.every(({ change }) => change === 'changed')) {
    return refuse('DELETED', `This ${type.label.toLowerCase()} is deleted. Restore it first.`);
  }
  return findConflict(context.command, record, type, drafts) ?? checkDrafts(drafts, context);
}
