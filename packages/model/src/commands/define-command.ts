import type { JsonObject, RecordState, Refusal } from '@atrium/protocol';
import type { Member } from '../access/member.ts';
import { memberOf, systemMember } from '../access/member.ts';
import { permit } from '../access/permit.ts';
import type { RecordType, RecordTypes } from '../records/record-type.ts';
import { checkDrafts } from './check-drafts.ts';
import type {
  AnyCommandDefinition,
  ChangeCommand,
  ChangeDefinition,
  CreateCommand,
  CreateDefinition,
  DecideContext,
  Decision,
  RuleContext,
} from './command-definition.ts';
import { findConflict } from './conflicts.ts';
import { readInput } from './read-input.ts';
import type { RecordReader } from './record-reader.ts';
import { isRefusal, refuse } from './refuse.ts';

/**
 * Wraps a rule with what every command needs, in this order: well-formed input, a member who may act,
 * rights, the state of the record, the rule itself, the field-level conflict check, the type's guards.
 */
export function defineCreate<Output, Input>(
  type: RecordType,
  definition: CreateDefinition<Output, Input>,
): CreateCommand<Input> {
  const run: AnyCommandDefinition['run'] = (command, context, types) => {
    const input = readInput(definition.input, command);
    if (!input.ok) return input.refusal;
    // Asked with the member, so that a reader that has to load does so once.
    context.read.get(command.recordId);
    const member = actingMember(context);
    if (!member) return notMember();
    const rule = { ...context, command, member, types };
    return runCreate(type, definition, input.value, rule);
  };
  const { name } = definition;
  return Object.assign(
    (recordId: string, input: Input) => ({ name, recordId, baseVersion: 0, input: plainJson(input) }),
    { definition: { name, recordType: type.name, creates: true, run } },
  );
}

/** The same for a command on a record that exists. */
export function defineChange<Output, Input>(
  type: RecordType,
  definition: ChangeDefinition<Output, Input>,
): ChangeCommand<Input> {
  const run: AnyCommandDefinition['run'] = (command, context, types) => {
    const input = readInput(definition.input, command);
    if (!input.ok) return input.refusal;
    // Asked with the member, so that a reader that has to load does so once.
    context.read.get(command.recordId);
    const member = actingMember(context);
    if (!member) return notMember();
    return runChange(type, definition, input.value, { ...context, command, member, types });
  };
  const { name } = definition;
  return Object.assign(
    ({ id, version }: Pick<RecordState, 'id' | 'version'>, input?: Input) => ({
      name,
      recordId: id,
      baseVersion: version,
      input: plainJson(input ?? {}),
    }),
    { definition: { name, recordType: type.name, creates: false, run } },
  );
}

export function actingMember({ actor, read }: DecideContext): Member | undefined {
  return systemMember(actor) ?? memberOf(read.get(actor.personId));
}

export function notMember(): Refusal {
  return refuse('FORBIDDEN', 'You are not a member of this workspace.');
}

export function forbidden(project?: RecordState): Refusal {
  if (project?.fields.archivedAt !== undefined) return refuse('FORBIDDEN', 'This project is archived.');
  return refuse('FORBIDDEN', 'Your role does not allow this.');
}

/** The project whose rights guard a record; `lost` when it should have one that is not (any longer) there. */
export function guardingProject(
  record: RecordState,
  types: RecordTypes,
  read: RecordReader,
): { readonly project?: RecordState; readonly lost: boolean } {
  if (record.type === 'project') return { project: record, lost: false };
  const projectId = types.get(record.type)?.place(record.id, record.fields).projectId ?? null;
  if (projectId === null) return { lost: false };
  const project = read.get(projectId);
  return project?.type === 'project' && project.deletedAt === null
    ? { project, lost: false }
    : { lost: true };
}

function runCreate<Output, Input>(
  type: RecordType,
  definition: CreateDefinition<Output, Input>,
  input: Output,
  context: RuleContext,
): Decision {
  const { command, member, read } = context;
  const projectId = definition.projectOf(input, context);
  const project = projectId === null ? undefined : read.get(projectId);
  if (projectId !== null) {
    const unseen = !project || project.deletedAt !== null || project.type !== 'project';
    if (unseen || !permit(member, 'read', { type: 'project', record: project, project })) {
      return refuse('NOT_FOUND', 'The project does not exist.');
    }
  }
  if (!permit(member, definition.right, { type: type.name, project })) return forbidden(project);
  if (read.get(command.recordId)) return refuse('ALREADY_EXISTS', 'A record with this id already exists.');
  const decision = definition.decide(input, context);
  if (isRefusal(decision)) return decision;
  return checkDrafts(decision, context) ?? decision;
}

function runChange<Output, Input>(
  type: RecordType,
  definition: ChangeDefinition<Output, Input>,
  input: Output,
  context: RuleContext,
): Decision {
  const { command, member, read, types } = context;
  const record = read.get(command.recordId);
  if (record?.type !== type.name) return notFound(type);
  const { project, lost } = guardingProject(record, types, read);
  const target = { type: record.type, record, project };
  if (lost || !permit(member, 'read', target)) return notFound(type);
  if (!permit(member, definition.right, target)) return forbidden(project);
  if (record.deletedAt !== null && !definition.ofDeleted) {
    return refuse('DELETED', `This ${type.label.toLowerCase()} is deleted. Restore it first.`);
  }
  const decision = definition.decide(input, { ...context, record });
  if (isRefusal(decision)) return decision;
  return findConflict(command, record, type, decision) ?? checkDrafts(decision, context) ?? decision;
}

function notFound(type: RecordType): Refusal {
  return refuse('NOT_FOUND', `This ${type.label.toLowerCase()} does not exist.`);
}

/** Leaves out what is undefined, so that the input travels as it was checked. */
function plainJson(input: unknown): JsonObject {
  return JSON.parse(JSON.stringify(input));
}
