import { z } from 'zod';
import { defineChange, defineCreate } from '../commands/define-command.ts';
import { refuse } from '../commands/refuse.ts';
import { changed, created } from '../records/drafts.ts';
import type { RecordType } from '../records/record-type.ts';
import { line } from '../records/text.ts';

/** The tenant as its members see it; its record id is the tenant's id. */
export const workspaceType: RecordType = {
  name: 'workspace',
  label: 'Workspace',
  plural: 'Workspaces',
  fields: {
    name: { kind: 'text', label: 'Name', required: true, maxLength: 80 },
  },
  place: () => ({ workspace: true, projectId: null, subjectId: null }),
  guard: ({ draft }) =>
    draft.change === 'deleted'
      ? refuse('FORBIDDEN', 'A workspace cannot be deleted from inside.')
      : undefined,
  title: (record) => String(record.fields.name ?? ''),
};

const name = line(80, 'Give the workspace a name.');

export const createWorkspace = defineCreate(workspaceType, {
  name: 'workspace.create',
  input: z.strictObject({ name }),
  right: 'create',
  projectOf: () => null,
  decide: (input, { command }) => [created('workspace', command.recordId, { name: input.name })],
});

export const updateWorkspace = defineChange(workspaceType, {
  name: 'workspace.update',
  input: z.strictObject({ name }),
  right: 'update',
  decide: (input, { record }) => changed(record, { name: input.name }),
});
