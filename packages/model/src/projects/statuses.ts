import type { Json, RecordState } from '@atrium/protocol';
import { z } from 'zod';
import { line } from '../records/text.ts';

export const STATUS_CATEGORIES = ['todo', 'doing', 'done'] as const;
export type StatusCategory = (typeof STATUS_CATEGORIES)[number];

/** A column of the board. Its id is what a work item's `status` holds. */
export interface Status {
  readonly id: string;
  readonly name: string;
  readonly category: StatusCategory;
  /** How many items the column should hold at most; shown, never enforced. */
  readonly limit?: number | undefined;
}

export const DEFAULT_STATUSES: readonly Status[] = [
  { id: 'backlog', name: 'Backlog', category: 'todo' },
  { id: 'todo', name: 'Todo', category: 'todo' },
  { id: 'in_progress', name: 'In progress', category: 'doing' },
  { id: 'in_review', name: 'In review', category: 'doing' },
  { id: 'done', name: 'Done', category: 'done' },
  { id: 'canceled', name: 'Canceled', category: 'done' },
];

export const statusId = z
  .string()
  .regex(/^[a-z0-9_]{1,40}$/, 'Use up to 40 lower-case letters, digits and underscores.');

export const statusList = z
  .array(
    z.strictObject({
      id: statusId,
      name: line(40, 'Give the status a name.'),
      category: z.enum(STATUS_CATEGORIES),
      limit: z.int().min(1).max(10_000).optional(),
    }),
  )
  .max(30, 'A project has at most 30 statuses.')
  .refine((list) => unique(list.map(({ id }) => id)), 'Two statuses have the same id.')
  .refine((list) => unique(list.map(({ name }) => name.toLowerCase())), 'Two statuses have the same name.')
  .refine(
    (list) => list.some(({ category }) => category === 'todo') && list.some(isDone),
    'A project needs a status to start in and one to be done in.',
  );

export function statusesOf(project: RecordState | undefined): readonly Status[] {
  const statuses = project?.fields.statuses;
  const list: readonly unknown[] = Array.isArray(statuses) ? statuses : [];
  return list.filter(isStatus);
}

export function statusOf(project: RecordState | undefined, id: Json | undefined): Status | undefined {
  return statusesOf(project).find((status) => status.id === id);
}

/** Where new work starts when nobody says otherwise. */
export function firstStatus(project: RecordState): string | undefined {
  return statusesOf(project).find(({ category }) => category === 'todo')?.id;
}

function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && 'id' in value && 'category' in value;
}

function isDone({ category }: { category: StatusCategory }): boolean {
  return category === 'done';
}

function unique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
