import { z } from 'zod';
import { recordSchema, refusalSchema, workspaceParameter } from './schemas.ts';

const json = z.json();

/** A field, and what it held before and after. Absent means that it was not set. */
export const fieldChangeSchema = z.object({
  field: z.string(),
  label: z.string().describe('Of the field, for people.'),
  kind: z.string().describe('Kind of the field: text, user, relation, select, …'),
  old: json.optional(),
  new: json.optional(),
  oldText: z.string().describe('For people: names for ids, labels for options; empty when not set.'),
  newText: z.string(),
});

export type FieldChange = z.infer<typeof fieldChangeSchema>;

export const causeSchema = z.object({
  id: z.string(),
  kind: z
    .enum(['import', 'bulk', 'automation', 'undo', 'other'])
    .describe('What made the commands that belong together.'),
  of: z.string().nullable().describe('For an undo: the cause that was undone.'),
  name: z.string().describe('For people, such as `Import from GitHub quicwg/multipath`.'),
});

export type TimelineCause = z.infer<typeof causeSchema>;

export const timelineEntrySchema = z.object({
  position: z.number().int(),
  at: z.string().describe('When it happened; for what was imported, when it happened where it came from.'),
  loggedAt: z.string().describe('When it came into this log.'),
  recordId: z.string(),
  recordType: z.string(),
  recordLabel: z.string().describe('Of the record type, for people.'),
  recordKey: z.string().nullable().describe('Such as `ATR-12`.'),
  recordTitle: z.string().describe('As the record is now.'),
  recordDeleted: z.boolean().describe('Whether the record is deleted now.'),
  projectId: z.string().nullable(),
  subjectId: z.string().nullable().describe('What the record hangs on, such as the work item of a comment.'),
  version: z.number().int(),
  name: z.string().describe('Such as `work_item.moved`.'),
  change: z.enum(['created', 'changed', 'deleted', 'restored']),
  reverted: z.boolean().describe('Whether it took something back: an undo, or a restore of values.'),
  personId: z.string(),
  personName: z.string(),
  via: z.string().describe('web, api, cli, import, automation or system.'),
  commandId: z.string().describe('Entries of one command belong together.'),
  cause: causeSchema.nullable().describe('What groups several commands.'),
  source: z.string().nullable().describe('Where it was imported from, such as `GitHub quicwg/multipath#12`.'),
  fields: z.array(fieldChangeSchema),
});

export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const timelinePageSchema = z.object({
  entries: z.array(timelineEntrySchema).describe('Newest first.'),
  names: z
    .record(z.string(), z.string())
    .describe('What the ids in old and new values are called, as far as one may see them.'),
  cursor: z.string().nullable(),
});

/** An instant in UTC, or a day: as an end, its last millisecond. */
const moment = z.string().max(30);

export const timelineFilterSchema = z.object({
  workspace: workspaceParameter,
  type: z.string().max(100).optional().describe('Only records of this type.'),
  field: z.string().max(100).optional().describe('Only changes of this field.'),
  person: z.string().max(60).optional().describe('Only what this person did.'),
  via: z.enum(['web', 'api', 'cli', 'import', 'automation', 'system']).optional(),
  cause: z.string().max(200).optional().describe('Only what has this cause.'),
  command: z.string().max(60).optional().describe('Only what this command did.'),
  from: moment.optional().describe('Such as `2026-01-31` or `2026-01-31T09:00:00.000Z`.'),
  to: moment.optional().describe('A day counts to its end.'),
});

export const recordTimelineFilterSchema = timelineFilterSchema.extend({
  children: z
    .stringbool()
    .or(z.boolean())
    .default(false)
    .describe('Also what hangs on the record, such as its comments.'),
});

export const timelinePaging = {
  cursor: z.string().max(20).optional().describe('From the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export const recordAtSchema = z.object({
  record: recordSchema,
  position: z.number().int().describe('Of the event that made this version.'),
  at: z.string().describe('When that event was logged.'),
  latestVersion: z.number().int(),
  names: z.record(z.string(), z.string()),
});

const versionSchema = z.object({
  version: z.number().int(),
  at: z.string(),
  personId: z.string(),
  personName: z.string(),
  deleted: z.boolean(),
});

export const comparisonSchema = z.object({
  from: versionSchema,
  to: versionSchema,
  fields: z.array(fieldChangeSchema).describe('Fields that differ, in the order of the record type.'),
  names: z.record(z.string(), z.string()),
});

export const pulseSchema = z.object({
  from: z.string(),
  to: z.string(),
  parts: z
    .array(
      z.object({
        part: z.number().int().describe('Which of the equal parts from `from` to `to`, from 0.'),
        changes: z.number().int(),
        first: z.string(),
        last: z.string(),
      }),
    )
    .describe('Parts in which nothing changed are left out.'),
});

export type Pulse = z.infer<typeof pulseSchema>;

export const deletedRecordSchema = z.object({
  record: recordSchema,
  key: z.string().nullable(),
  title: z.string(),
  deletedAt: z.string(),
  personId: z.string().describe('Who deleted it.'),
  personName: z.string(),
  via: z.string(),
  commandId: z.string(),
  cause: causeSchema.nullable(),
  along: z
    .array(z.object({ id: z.string(), type: z.string(), key: z.string().nullable(), title: z.string() }))
    .describe('What else was deleted by the same command or cause, and still is; 50 at most.'),
});

export type DeletedRecord = z.infer<typeof deletedRecordSchema>;

export const previewSchema = z.object({
  refusal: refusalSchema.nullable().describe('Why it would be refused.'),
  records: z.array(
    z.object({
      recordId: z.string(),
      recordType: z.string(),
      title: z.string(),
      change: z.enum(['created', 'changed', 'deleted', 'restored']),
      fields: z.array(fieldChangeSchema),
    }),
  ),
  left: z
    .array(fieldChangeSchema.omit({ old: true, oldText: true }))
    .describe('Values that cannot come back, such as references to what has been deleted since.'),
  names: z.record(z.string(), z.string()),
});

export type HistoryPreview = z.infer<typeof previewSchema>;

export const verificationSchema = z.object({
  head: z.number().int().describe('Events in the log now.'),
  state: z.enum(['never', 'running', 'stopped', 'held', 'broken']),
  position: z.number().int().describe('Everything up to here holds.'),
  verifiedPosition: z.number().int().describe('Where the log ended when it was last walked to its end.'),
  verifiedAt: z.string().nullable(),
  target: z.number().int().nullable().describe('Where the run that goes on will end.'),
  startedAt: z.string().nullable(),
  startedBy: z.string().nullable(),
  broken: z
    .object({ position: z.number().int(), reason: z.string(), at: z.string() })
    .nullable()
    .describe('The first position that does not hold.'),
});

export type LogVerification = z.infer<typeof verificationSchema>;
