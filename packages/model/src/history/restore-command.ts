import type { EventDraft, Json, RecordState, Refusal } from '@atrium/protocol';
import { z } from 'zod';
import { permit } from '../access/permit.ts';
import { checkDrafts } from '../commands/check-drafts.ts';
import type {
  AnyCommandDefinition,
  ChangeCommand,
  Decision,
  RuleContext,
} from '../commands/command-definition.ts';
import { findConflict } from '../commands/conflicts.ts';
import { actingMember, guardingProject, notMember } from '../commands/define-command.ts';
import { readInput } from '../commands/read-input.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import { refuse } from '../commands/refuse.ts';
import { type Changes, changed, lifecycle } from '../records/drafts.ts';
import type { Field } from '../records/field.ts';
import { isSetValued } from '../records/field.ts';
import type { RecordType } from '../records/record-type.ts';
import { stepDenied } from './step-rights.ts';

const NAME = 'history.restore';

const input = z.strictObject({
  version: z.int().min(1),
  /** Only these; all of them unless told. */
  fields: z.array(z.string().max(100)).max(100).optional(),
});

/**
 * Gives a record the values it had at a version, and life if it had that. References to what has been
 * deleted since stay out. Undone like any other command.
 */
export const restoreVersion: ChangeCommand<z.input<typeof input>> = Object.assign(
  ({ id, version }: Pick<RecordState, 'id' | 'version'>, restored: z.input<typeof input>) => ({
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
      const parsed = readInput(input, command);
      if (!parsed.ok) return parsed.refusal;
      const member = actingMember(context);
      if (!member) return notMember();
      return restore(parsed.value, { ...context, command, member, types });
    },
  };
}

function restore({ version, fields }: z.output<typeof input>, context: RuleContext): Decision {
  const { command, read, types } = context;
  const record = read.get(command.recordId);
  const type = record && types.get(record.type);
  const past = read.stateAt?.(command.recordId, version);
  // What may not be seen answers as what does not exist, whatever else is wrong.
  if (!type || !past || !isSeen(record, context)) return refuse('NOT_FOUND', 'This version does not exist.');
  const unknown = fields?.find((name) => type.fields[name] === undefined);
  if (unknown !== undefined) return refuse('UNKNOWN_FIELD', 'There is no such field.', { field: unknown });
  const drafts = draftsOf({ record, past, type, fields }, read);
  return denied(drafts, record, type, context) ?? drafts;
}

function isSeen(record: RecordState, { member, read, types }: RuleContext): boolean {
  const { project, lost } = guardingProject(record, types, read);
  return !lost && permit(member, 'read', { type: record.type, record, project });
}

interface Restoring {
  readonly record: RecordState;
  readonly past: RecordState;
  readonly type: RecordType;
  readonly fields: readonly string[] | undefined;
}

function draftsOf({ record, past, type, fields }: Restoring, read: RecordReader): EventDraft[] {
  const revived = record.deletedAt !== null && past.deletedAt === null && fields === undefined;
  const changes: { [field: string]: Json | undefined } = {};
  const wanted = fields ?? [...Object.keys(record.fields), ...Object.keys(past.fields)];
  for (const name of wanted) {
    const field = type.fields[name];
    if (field && !field.derived) Object.assign(changes, restoredValue(name, field, { record, past, read }));
  }
  // Completion is derived from the status, and goes back with it.
  if (Object.hasOwn(changes, 'status')) changes.completedAt = past.fields.completedAt;
  return [...(revived ? [lifecycle(record, 'restored')] : []), ...changed(record, changes, 'reverted')];
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
  record: RecordState,
  type: RecordType,
  context: RuleContext,
): Refusal | undefined {
  // Nothing to change still needs the right to look.
  const steps = drafts.length > 0 ? drafts : [lifecycle(record, 'restored')];
  for (const draft of steps) {
    const refusal = stepDenied(draft, record, type, context);
    if (refusal) return refusal;
  }
  if (record.deletedAt !== null && drafts.some(({ change }) => change === 'changed') && drafts.length === 1) {
    return refuse('DELETED', `This ${type.label.toLowerCase()} is deleted. Restore it first.`);
  }
  return findConflict(context.command, record, type, drafts) ?? checkDrafts(drafts, context);
}
