import { z } from 'zod';
import { defineCommand } from '../commands/define-command.ts';
import { changed, created } from '../records/drafts.ts';
import type { RecordType } from '../records/record-type.ts';

/** The tenant as its members see it; its record id is the tenant's id. */
export const workspaceType: RecordType = {
  name: 'workspace',
  label: 'Workspace',
  plural: 'Workspaces',
  fields: {
    name: { kind: 'text', label: 'Name', required: true, maxLength: 80 },
  },
  place: () => ({ workspace: true, projectId: null, subjectId: null }),
  title: (record) => String(record.fields.name ?? ''),
};

const name = z.string().trim().min(1, 'Give the workspace a name.').max(80);

export const createWorkspace = defineCommand(workspaceType, {
  name: 'workspace.create',
  recordType: 'workspace',
  input: z.strictObject({ name }),
  right: 'create',
  creates: true,
  projectOf: () => null,
  decide: (input, { command }) => [created('workspace', command.recordId, { name: input.name })],
});

export const updateWorkspace = defineCommand(workspaceType, {
  name: 'workspace.update',
  recordType: 'workspace',
  input: z.strictObject({ name }),
  right: 'update',
  decide: (input, { record }) => changed(record, { name: input.name }),
});
