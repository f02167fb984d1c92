import type { Json, RecordState } from '@atrium/protocol';
import { z } from 'zod';
import { permit } from '../access/permit.ts';
import { defineCreate, forbidden, guardingProject } from '../commands/define-command.ts';
import { invalidInput } from '../commands/read-input.ts';
import { refuse } from '../commands/refuse.ts';
import { created } from '../records/drafts.ts';
import type { RecordType } from '../records/record-type.ts';
import { id } from '../records/text.ts';
import { CONFLICT_LIMITS, conflictType } from './conflict.ts';

/** What was kept in place of a value, and the value; without one, it was to be emptied. */
const givenUp = z.strictObject({
  kept: z.enum(['theirs', 'merged']),
  mine: z.json().optional(),
});

/** Keeps what someone gave up in a conflict, beside the record that it was for. */
export const settleConflict = defineCreate(conflictType, {
  name: 'conflict.settle',
  input: z.strictObject({
    record: id,
    /** The command that was refused. */
    command: id,
    values: z.record(z.string().max(100), givenUp),
  }),
  // Who may change the record may say what they gave up: checked below, as each type has its own right.
  right: 'read',
  projectOf: ({ record: recordId }, { read, types }) => {
    const record = read.get(recordId);
    if (!record) return null;
    if (record.type === 'project') return record.id;
    return types.get(record.type)?.place(record.id, record.fields).projectId ?? null;
  },
  decide: ({ record: recordId, command, values }, { command: settling, member, read, types }) => {
    const record = read.get(recordId);
    const type = record && types.get(record.type);
    if (!type || record.type === conflictType.name) return refuse('NOT_FOUND', 'This record does not exist.');
    const { project, lost } = guardingProject(record, types, read);
    if (lost) return refuse('NOT_FOUND', 'This record does not exist.');
    const usual = type.rights?.changed;
    // Where everyone may try and a guard decides, a say in the record's history is for who may update it.
    const right = usual === undefined || usual === 'read' ? 'update' : usual;
    if (!permit(member, right, { type: record.type, record, project })) return forbidden(project);
    const problem = valuesProblem(values, type);
    if (problem) return problem;
    const place = type.place(record.id, record.fields);
    return [
      created(conflictType.name, settling.recordId, {
        subject: place.subjectId ?? record.id,
        project: place.projectId ?? undefined,
        record: record.id,
        command,
        values: values as { [field: string]: { [part: string]: Json } },
      }),
    ];
  },
});

function valuesProblem(values: { readonly [field: string]: unknown }, { fields }: RecordType) {
  const names = Object.keys(values);
  if (names.length === 0 || names.length > CONFLICT_LIMITS.fields) {
    return invalidInput('values', `Between 1 and ${CONFLICT_LIMITS.fields} fields.`);
  }
  const unknown = names.find((name) => !Object.hasOwn(fields, name) || fields[name]?.derived);
  if (unknown !== undefined) return refuse('UNKNOWN_FIELD', 'There is no such field.', { field: unknown });
  if (JSON.stringify(values).length > CONFLICT_LIMITS.values) {
    return refuse('LIMIT_EXCEEDED', 'This is too much to keep.', { limit: 'conflict.values' });
  }
  return undefined;
}

export interface GivenUp {
  readonly kept: 'theirs' | 'merged';
  readonly mine: Json | undefined;
}

/** The values of a settled conflict, by field. */
export function givenUpValues(conflict: Pick<RecordState, 'fields'>): { readonly [field: string]: GivenUp } {
  const { values } = conflict.fields;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return {};
  const entries = Object.entries(values).flatMap(([field, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return [[field, { kept: value.kept === 'merged' ? 'merged' : 'theirs', mine: value.mine }] as const];
  });
  return Object.fromEntries(entries);
}
