import type { Command, RecordState } from '@atrium/protocol';
import { isId, jsonProblem } from '@atrium/protocol';
import { memberOf, systemMember } from '../access/member.ts';
import { permit } from '../access/permit.ts';
import type { RecordType } from '../records/record-type.ts';
import type {
  AnyCommandDefinition,
  ChangeDefinition,
  CommandDefinition,
  CreateDefinition,
  Decision,
  RuleContext,
} from './command-definition.ts';
import { findConflict } from './conflicts.ts';
import { isRefusal, refuse } from './refuse.ts';

/**
 * Wraps a rule with what every command needs, in this order: well-formed input, a member who may act,
 * rights, the state of the record, the rule itself, and the field-level conflict check.
 */
export function defineCommand<Input>(
  type: RecordType,
  definition: CommandDefinition<Input>,
): AnyCommandDefinition {
  return {
    name: definition.name,
    recordType: definition.recordType,
    creates: definition.creates === true,
    run(command, context) {
      const input = readInput(definition, command);
      if (!input.ok) return input.refusal;
      const { actor, read } = context;
      const member = systemMember(actor) ?? memberOf(read.get(actor.personId));
      if (!member) return refuse('FORBIDDEN', 'You are not a member of this workspace.');
      const rule = { ...context, command, member };
      return definition.creates
        ? runCreate(definition, input.value, rule)
        : runChange(definition, type, input.value, rule);
    },
  };
}

function readInput<Input>(definition: CommandDefinition<Input>, command: Command) {
  if (!isId(command.id) || !isId(command.recordId)) {
    return { ok: false as const, refusal: refuse('INVALID_INPUT', 'The id is not a UUID.') };
  }
  const problem = jsonProblem(command.input);
  if (problem) return { ok: false as const, refusal: refuse('INVALID_INPUT', `The input ${problem}.`) };
  const parsed = definition.input.safeParse(command.input);
  if (parsed.success) return { ok: true as const, value: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  const first = issues[0];
  const where = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  const message = `The input is not valid. ${where}${first?.message ?? ''}`.trim();
  return { ok: false as const, refusal: refuse('INVALID_INPUT', message, { issues }) };
}

function runCreate<Input>(definition: CreateDefinition<Input>, input: Input, context: RuleContext): Decision {
  const { command, member, read } = context;
  const projectId = definition.projectOf(input, context);
  const project = projectId === null ? undefined : read.get(projectId);
  if (projectId !== null) {
    const unseen = !project || project.deletedAt !== null || project.type !== 'project';
    if (unseen || !permit(member, 'read', { type: 'project', record: project, project })) {
      return refuse('NOT_FOUND', 'The project does not exist.');
    }
  }
  if (!permit(member, definition.right, { type: definition.recordType, project })) return forbidden();
  if (read.get(command.recordId)) return refuse('ALREADY_EXISTS', 'A record with this id already exists.');
  return definition.decide(input, context);
}

function runChange<Input>(
  definition: ChangeDefinition<Input>,
  type: RecordType,
  input: Input,
  context: RuleContext,
): Decision {
  const { command, member, read } = context;
  const record = read.get(command.recordId);
  if (record?.type !== definition.recordType) return notFound(type);
  const target = { type: record.type, record, project: projectOf(record, type, context) };
  if (!permit(member, 'read', target)) return notFound(type);
  if (!permit(member, definition.right, target)) return forbidden();
  if (record.deletedAt !== null && !definition.ofDeleted) {
    return refuse('DELETED', `This ${type.label.toLowerCase()} is deleted. Restore it first.`);
  }
  const decision = definition.decide(input, { ...context, record });
  if (isRefusal(decision)) return decision;
  return findConflict(command, record, type, decision) ?? decision;
}

function projectOf(record: RecordState, type: RecordType, { read }: RuleContext): RecordState | undefined {
  if (record.type === 'project') return record;
  const { projectId } = type.place(record.id, record.fields);
  return projectId === null ? undefined : read.get(projectId);
}

function notFound(type: RecordType): Decision {
  return refuse('NOT_FOUND', `This ${type.label.toLowerCase()} does not exist.`);
}

function forbidden(): Decision {
  return refuse('FORBIDDEN', 'Your role does not allow this.');
}
