import { z } from 'zod';
import { statusId } from '../projects/statuses.ts';
import { block, id, ids, line } from '../records/text.ts';
import { WORK_ITEM_TYPES } from './hierarchy.ts';
import { isRank } from './rank.ts';
import { WORK_ITEM_LIMITS as LIMITS, PRIORITIES } from './work-item.ts';

export const rankInput = z.string().refine(isRank, 'This is not a rank.');

/** Fields with one value that people edit. */
const single = {
  title: line(LIMITS.title, 'Give the item a title.'),
  type: z.enum(WORK_ITEM_TYPES),
  status: statusId,
  priority: z.enum(PRIORITIES),
  description: block(LIMITS.description),
  reporter: id,
  parent: id,
  estimate: z.number().min(0).max(LIMITS.estimate),
  dueDate: z.iso.date('Use a date such as 2026-01-31.'),
  externalUrl: z.url({ protocol: /^https?$/, error: 'Use an http or https link.' }).max(2000),
};

export const createWorkItemInput = z.strictObject({
  project: id,
  title: single.title,
  type: single.type.optional(),
  status: single.status.optional(),
  priority: single.priority.optional(),
  description: single.description.optional(),
  reporter: id.optional(),
  parent: id.optional(),
  estimate: single.estimate.optional(),
  dueDate: single.dueDate.optional(),
  externalUrl: single.externalUrl.optional(),
  assignees: ids(LIMITS.assignees).optional(),
  labels: ids(LIMITS.labels).optional(),
  rank: rankInput.optional(),
  /** Where it was imported from: `github:quicwg/multipath#12`. */
  source: line(200).optional(),
  /** Only with a command that brings history in. */
  completedAt: z.iso.datetime().optional(),
});

const sets = z.strictObject({
  assignees: ids(LIMITS.assignees).optional(),
  labels: ids(LIMITS.labels).optional(),
});

/** `set` replaces single values (null empties one), `add` and `remove` change sets. */
export const updateWorkItemInput = z.strictObject({
  set: z
    .strictObject({
      title: single.title.optional(),
      type: single.type.optional(),
      status: single.status.optional(),
      priority: single.priority.optional(),
      description: single.description.nullable().optional(),
      reporter: id.nullable().optional(),
      parent: id.nullable().optional(),
      estimate: single.estimate.nullable().optional(),
      dueDate: single.dueDate.nullable().optional(),
      externalUrl: single.externalUrl.nullable().optional(),
    })
    .optional(),
  add: sets.optional(),
  remove: sets.optional(),
});

export const moveWorkItemInput = z
  .strictObject({ status: statusId.optional(), rank: rankInput.optional() })
  .refine(({ status, rank }) => status !== undefined || rank !== undefined, 'Say where to move it.');
