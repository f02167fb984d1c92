import { z } from 'zod';

/** Which workspace a request is about: its id or its address. Not needed by who is a member of one only. */
export const workspaceParameter = z
  .string()
  .max(60)
  .optional()
  .describe('Id or address of the workspace. Needed only by members of several.');

const json = z.json();
const fields = z.record(z.string(), json);

export const recordSchema = z.object({
  id: z.string(),
  type: z.string(),
  version: z.number().int().describe('Dense per record, from 1.'),
  fields,
  fieldVersions: z.record(z.string(), z.number().int()),
  createdAt: z.string(),
  createdBy: z.string().describe('Id of a person.'),
  updatedAt: z.string(),
  updatedBy: z.string(),
  deletedAt: z.string().nullable(),
});

export const eventSchema = z.object({
  position: z.number().int().describe('Dense per workspace, in commit order.'),
  id: z.string(),
  recordId: z.string(),
  recordType: z.string(),
  version: z.number().int(),
  name: z.string(),
  change: z.enum(['created', 'changed', 'deleted', 'restored']),
  patch: z.object({ set: fields, unset: z.array(z.string()), old: fields }),
  actor: z.object({ personId: z.string(), via: z.string() }),
  at: z.string(),
  commandId: z.string(),
  cause: z.string().optional(),
  origin: z.object({ at: z.string(), personId: z.string(), source: z.string() }).optional(),
});

export const refusalSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: fields.optional(),
});

export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('committed'),
    firstPosition: z.number().int(),
    lastPosition: z.number().int(),
    version: z.number().int(),
  }),
  z.object({ kind: z.literal('refused'), refusal: refusalSchema }),
]);

export const snippetSchema = z.object({
  text: z.string(),
  marks: z
    .array(z.tuple([z.number().int(), z.number().int()]))
    .describe('What was found: start and end in the text, in UTF-16 units.'),
});

export const roleSchema = z.enum(['owner', 'admin', 'manager', 'agent', 'readOnly']);

export const membershipSchema = z.object({
  tenantId: z.string(),
  slug: z.string(),
  name: z.string(),
  personId: z.string(),
  role: roleSchema,
});

export const invitationSchema = z.object({
  id: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});

const counts = z.object({ created: z.number().int(), unchanged: z.number().int() });

export const importReportSchema = z.object({
  dryRun: z.boolean(),
  source: z.string(),
  projects: counts,
  items: counts,
  comments: counts,
  people: counts,
  labels: counts,
  links: counts,
  refused: z.array(z.object({ what: z.string(), code: z.string(), message: z.string() })),
});

export type ImportReport = z.infer<typeof importReportSchema>;

export const importJobSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'undoing', 'undone']),
  projectId: z.string().describe('The project it goes into.'),
  file: z.string(),
  dryRun: z.boolean(),
  /** How much of the file was read. */
  bytesRead: z.number().int(),
  bytesTotal: z.number().int(),
  report: importReportSchema,
  error: refusalSchema.optional(),
  startedAt: z.string(),
});

export type ImportJob = z.infer<typeof importJobSchema>;
