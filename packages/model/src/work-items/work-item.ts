import type { RecordState, Refusal } from '@atrium/protocol';
import { invalidInput } from '../commands/read-input.ts';
import { statusOf } from '../projects/statuses.ts';
import type { RecordType, Step } from '../records/record-type.ts';
import { touches } from '../records/record-type.ts';
import { childrenProblem, parentProblem, WORK_ITEM_TYPES } from './hierarchy.ts';

export const PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const WORK_ITEM_LIMITS = {
  title: 500,
  description: 200_000,
  assignees: 20,
  labels: 50,
  estimate: 10_000,
} as const;

export const workItemType: RecordType = {
  name: 'work_item',
  label: 'Work item',
  plural: 'Work items',
  fields: {
    project: { kind: 'relation', label: 'Project', required: true, target: 'project' },
    number: { kind: 'number', label: 'Number', derived: true },
    type: {
      kind: 'select',
      label: 'Type',
      required: true,
      options: WORK_ITEM_TYPES.map((value) => ({ value, label: sentence(value) })),
    },
    title: { kind: 'text', label: 'Title', required: true, maxLength: WORK_ITEM_LIMITS.title },
    description: { kind: 'longText', label: 'Description', maxLength: WORK_ITEM_LIMITS.description },
    status: { kind: 'select', label: 'Status', required: true },
    priority: {
      kind: 'select',
      label: 'Priority',
      required: true,
      default: 'none',
      options: PRIORITIES.map((value) => ({ value, label: sentence(value) })),
    },
    assignees: { kind: 'user', label: 'Assignees', many: true, maxLength: WORK_ITEM_LIMITS.assignees },
    reporter: { kind: 'user', label: 'Reporter' },
    labels: {
      kind: 'relation',
      label: 'Labels',
      many: true,
      target: 'label',
      maxLength: WORK_ITEM_LIMITS.labels,
    },
    parent: { kind: 'relation', label: 'Parent', target: 'work_item' },
    estimate: { kind: 'number', label: 'Estimate', min: 0, max: WORK_ITEM_LIMITS.estimate },
    dueDate: { kind: 'date', label: 'Due date' },
    rank: { kind: 'rank', label: 'Rank' },
    completedAt: { kind: 'dateTime', label: 'Completed at', derived: true },
    commentCount: { kind: 'number', label: 'Comments', derived: true },
    externalUrl: { kind: 'text', label: 'External link', maxLength: 2000 },
    source: { kind: 'text', label: 'Source', maxLength: 200 },
  },
  place: (_id, { project }) => ({ workspace: false, projectId: String(project), subjectId: null }),
  keys: (_id, { project, number }) => (typeof number === 'number' ? [`item:${project}:${number}`] : []),
  guard: guardWorkItem,
  title: (record) => String(record.fields.title ?? ''),
  body: (record) => String(record.fields.description ?? ''),
};

/** Numbers of a project come from this counter. */
export function workItemCounter(projectId: string): string {
  return `work_item:${projectId}`;
}

function guardWorkItem(step: Step): Refusal | undefined {
  const { draft, after, read } = step;
  if (draft.change === 'deleted') return undefined;
  const project = read.get(String(after.fields.project));
  if (touches(step, 'status') && draft.change !== 'restored' && !statusOf(project, after.fields.status)) {
    return invalidInput('status', 'This project has no such status.');
  }
  // All are asked before the first is answered: a reader that has to load does so once.
  const problems = [
    addedProblem(step, 'labels', 'label'),
    addedProblem(step, 'assignees', 'person'),
    reporterProblem(step),
    hierarchyProblem(step),
  ];
  return problems.find((problem) => problem !== undefined);
}

function hierarchyProblem(step: Step): Refusal | undefined {
  const { draft, after, read } = step;
  const retyped = touches(step, 'type');
  if (!retyped && !touches(step, 'parent')) return undefined;
  const chosen = draft.change !== 'restored' && touches(step, 'parent');
  const above = parentProblem(after, read, chosen);
  const below = retyped && draft.change !== 'created' ? childrenProblem(after, read) : undefined;
  return above ?? below;
}

/** Entries that were there before may point at what has been deleted since; new ones may not. */
function addedProblem(step: Step, field: string, type: string): Refusal | undefined {
  const { draft, before, after, read } = step;
  if (draft.change === 'restored' || !touches(step, field)) return undefined;
  const had = new Set(listOf(before?.fields[field]));
  const list = listOf(after.fields[field]);
  const limit = workItemType.fields[field]?.maxLength ?? Number.POSITIVE_INFINITY;
  if (list.length > limit) return invalidInput(field, `At most ${limit}.`);
  const added = list.filter((id) => !had.has(id)).map((id) => read.get(id));
  return added.every((record) => isThere(record, type, after))
    ? undefined
    : invalidInput(field, `This ${type} does not exist here.`);
}

function reporterProblem(step: Step): Refusal | undefined {
  const { draft, after, read } = step;
  const { reporter } = after.fields;
  if (draft.change === 'restored' || !touches(step, 'reporter') || typeof reporter !== 'string')
    return undefined;
  if (isThere(read.get(reporter), 'person', after)) return undefined;
  return invalidInput('reporter', 'This person does not exist here.');
}

function isThere(record: RecordState | undefined, type: string, item: RecordState): boolean {
  if (record?.type !== type || record.deletedAt !== null) return false;
  return type === 'person' || record.fields.project === item.fields.project;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function sentence(value: string): string {
  return (value.charAt(0).toUpperCase() + value.slice(1)).replace('_', '-');
}
