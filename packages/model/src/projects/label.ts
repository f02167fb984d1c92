import { z } from 'zod';
import { defineChange, defineCreate } from '../commands/define-command.ts';
import { defineDelete, defineRestore } from '../commands/lifecycle-commands.ts';
import { changed, created } from '../records/drafts.ts';
import type { RecordType } from '../records/record-type.ts';
import { color, id, line } from '../records/text.ts';

export const labelType: RecordType = {
  name: 'label',
  label: 'Label',
  plural: 'Labels',
  fields: {
    project: { kind: 'relation', label: 'Project', required: true, target: 'project' },
    name: { kind: 'text', label: 'Name', required: true, maxLength: 60 },
    color: { kind: 'text', label: 'Color', required: true, maxLength: 12 },
  },
  place: (_id, { project }) => ({ workspace: false, projectId: String(project), subjectId: null }),
  keys: (_id, { project, name }) => [`label:${project}:${String(name).toLowerCase()}`],
  takenMessage: 'This project has a label of that name already.',
  title: (record) => String(record.fields.name ?? ''),
};

const name = line(60, 'Give the label a name.');

export const createLabel = defineCreate(labelType, {
  name: 'label.create',
  input: z.strictObject({ project: id, name, color: color.optional() }),
  right: 'create',
  projectOf: ({ project }) => project,
  decide: (input, { command }) => [
    created('label', command.recordId, { ...input, color: input.color ?? 'gray' }),
  ],
});

export const updateLabel = defineChange(labelType, {
  name: 'label.update',
  input: z.strictObject({ name: name.optional(), color: color.optional() }),
  right: 'update',
  decide: (input, { record }) => {
    const set = Object.entries(input).filter(([, value]) => value !== undefined);
    return changed(record, Object.fromEntries(set));
  },
});

export const deleteLabel = defineDelete(labelType);
export const restoreLabel = defineRestore(labelType);
