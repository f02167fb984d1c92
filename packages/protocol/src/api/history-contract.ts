import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  comparisonSchema,
  deletedRecordSchema,
  previewSchema,
  pulseSchema,
  recordAtSchema,
  recordTimelineFilterSchema,
  timelineFilterSchema,
  timelinePageSchema,
  timelinePaging,
  verificationSchema,
} from './history-schemas.ts';
import { workspaceParameter } from './schemas.ts';

const workspace = workspaceParameter;
const id = z.string().max(60);
const version = z.coerce.number().int().min(1);
const deletedInput = z.object({
  workspace,
  type: z.string().max(100).optional().describe('Only records of this type.'),
  cursor: z.string().max(200).optional().describe('From the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const deletedPage = z.object({ records: z.array(deletedRecordSchema), cursor: z.string().nullable() });

/** What was, who changed it, and going back to it. Read with the rights that one has now. */
export const historyContract = {
  history: {
    ofRecord: oc
      .route({
        method: 'GET',
        path: '/records/{id}/timeline',
        tags: ['member'],
        summary: 'Every change of a record, newest first',
      })
      .input(recordTimelineFilterSchema.extend({ id, ...timelinePaging }))
      .output(timelinePageSchema),
    ofProject: oc
      .route({
        method: 'GET',
        path: '/projects/{id}/timeline',
        tags: ['member'],
        summary: 'Every change in a project, newest first',
      })
      .input(timelineFilterSchema.extend({ id, ...timelinePaging }))
      .output(timelinePageSchema),
    pulse: oc
      .route({
        method: 'GET',
        path: '/projects/{id}/pulse',
        tags: ['member'],
        summary: 'When the work of a project changed, counted over equal parts of a time',
      })
      .input(
        z.object({
          workspace,
          id,
          from: z.iso.datetime().optional().describe('From when the project began, unless told.'),
          to: z.iso.datetime().optional().describe('Until now, unless told.'),
          parts: z.coerce.number().int().min(1).max(500).default(100),
        }),
      )
      .output(pulseSchema),
    ofWorkspace: oc
      .route({
        method: 'GET',
        path: '/timeline',
        tags: ['member'],
        summary: 'Every change in the workspace that I may see, newest first',
      })
      .input(timelineFilterSchema.extend(timelinePaging))
      .output(timelinePageSchema),
    at: oc
      .route({
        method: 'GET',
        path: '/records/{id}/at',
        tags: ['member'],
        summary: 'A record as it was at a version or a time',
      })
      .input(
        z.object({
          workspace,
          id,
          version: version.optional(),
          time: z.string().max(30).optional().describe('Such as `2026-01-31T09:00:00.000Z`.'),
        }),
      )
      .output(recordAtSchema),
    compare: oc
      .route({
        method: 'GET',
        path: '/records/{id}/compare',
        tags: ['member'],
        summary: 'Two versions of a record, field by field',
      })
      .input(z.object({ workspace, id, from: version, to: version }))
      .output(comparisonSchema),
    previewRestore: oc
      .route({
        method: 'POST',
        path: '/records/{id}/restore-preview',
        tags: ['member'],
        summary: 'What restoring would change, or why it would be refused; changes nothing',
      })
      .input(
        z.object({
          workspace,
          id,
          version: z
            .number()
            .int()
            .min(1)
            .optional()
            .describe('As `history.restore`; without it, a deleted record comes back as it is.'),
          fields: z.array(z.string().max(100)).max(100).optional().describe('Only these fields.'),
          along: z.array(id).max(200).optional().describe('Without a version: restored with it.'),
        }),
      )
      .output(previewSchema),
    deletedInWorkspace: oc
      .route({
        method: 'GET',
        path: '/deleted',
        tags: ['member'],
        summary: 'Deleted records that I may see, newest first: who deleted them, and when',
      })
      .input(deletedInput)
      .output(deletedPage),
    deletedInProject: oc
      .route({
        method: 'GET',
        path: '/projects/{id}/deleted',
        tags: ['member'],
        summary: 'Deleted records of a project',
      })
      .input(deletedInput.extend({ id }))
      .output(deletedPage),
  },
  log: {
    verification: oc
      .route({
        method: 'GET',
        path: '/log/verification',
        tags: ['member'],
        summary: 'How far the hash chain was verified, when, and how far a run is',
      })
      .input(z.object({ workspace }))
      .output(verificationSchema),
    verify: oc
      .route({
        method: 'POST',
        path: '/log/verification',
        tags: ['member'],
        summary: 'Verify the hash chain from where it was last verified, or from its start; for admins',
      })
      .input(
        z.object({ workspace, whole: z.boolean().default(false).describe('From the first event on again.') }),
      )
      .output(verificationSchema),
  },
};
