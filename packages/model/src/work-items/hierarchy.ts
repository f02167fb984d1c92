import type { Json, JsonObject, RecordState, Refusal } from '@atrium/protocol';
import type { RecordReader } from '../commands/record-reader.ts';
import { refuse } from '../commands/refuse.ts';
import { workItemKey } from './work-item-key.ts';

export const WORK_ITEM_TYPES = ['epic', 'story', 'task', 'bug', 'sub_task'] as const;
export type WorkItemType = (typeof WORK_ITEM_TYPES)[number];

const TYPE_LABELS: { readonly [type in WorkItemType]: string } = {
  epic: 'epic',
  story: 'story',
  task: 'task',
  bug: 'bug',
  sub_task: 'sub-task',
};

/** What each type may hang under. Levels are strict, so a chain has three at most. */
const PARENTS: { readonly [type in WorkItemType]: readonly WorkItemType[] } = {
  epic: [],
  story: ['epic'],
  task: ['epic'],
  bug: ['epic'],
  sub_task: ['story', 'task', 'bug'],
};

const MAX_CHAIN = 10;

export function canBeParent(parent: WorkItemType, child: WorkItemType): boolean {
  return PARENTS[child].includes(parent);
}

/** @param chosen false when the parent was there before and may since have been deleted */
export function parentProblem(item: RecordState, read: RecordReader, chosen: boolean): Refusal | undefined {
  const parentId = item.fields.parent;
  if (typeof parentId !== 'string') return undefined;
  const parent = read.get(parentId);
  const gone = parent?.type !== 'work_item' || parent.deletedAt !== null;
  if (!parent || gone || parent.fields.project !== item.fields.project) {
    return chosen || !gone ? refuse('NOT_FOUND', 'The parent does not exist in this project.') : undefined;
  }
  return cycle(item, parent, read) ?? misfit(item, parent);
}

export function childrenProblem(item: RecordState, read: RecordReader): Refusal | undefined {
  for (const child of read.referrers('work_item', 'parent', item.id)) {
    const problem = misfit(child, item);
    if (problem) return problem;
  }
  return undefined;
}

function misfit(child: RecordState, parent: RecordState): Refusal | undefined {
  const [childType, parentType] = [typeOf(child.fields), typeOf(parent.fields)];
  if (canBeParent(parentType, childType)) return undefined;
  const allowed = PARENTS[childType].map((type) => TYPE_LABELS[type]);
  const reason = allowed.length > 0 ? `belongs under: ${allowed.join(', ')}` : 'stands on its own';
  const message = `${article(TYPE_LABELS[childType])} cannot be under ${article(TYPE_LABELS[parentType]).toLowerCase()}: it ${reason}.`;
  return refuse('HIERARCHY', message, { parent: parent.id, child: child.id });
}

function cycle(item: RecordState, parent: RecordState, read: RecordReader): Refusal | undefined {
  const path = [item];
  let above: RecordState | undefined = parent;
  while (above && path.length <= MAX_CHAIN) {
    path.push(above);
    if (above.id === item.id) {
      const project = read.get(String(item.fields.project));
      const keys = path.map((step) => workItemKey(step, project));
      return refuse('HIERARCHY_CYCLE', 'The item would be its own ancestor.', { path: keys });
    }
    above = parentOf(above.fields.parent, read);
  }
  return undefined;
}

function parentOf(id: Json | undefined, read: RecordReader): RecordState | undefined {
  return typeof id === 'string' ? read.get(id) : undefined;
}

function typeOf(fields: JsonObject): WorkItemType {
  return WORK_ITEM_TYPES.find((type) => type === fields.type) ?? 'task';
}

function article(label: string): string {
  return /^[aeiou]/.test(label) ? `An ${label}` : `A ${label}`;
}
