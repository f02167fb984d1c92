import { createWorkItem, firstStatus, type Priority, type WorkItemType } from '@atrium/model';
import { newId, type RecordId, type RecordState } from '@atrium/protocol';
import { keepDraft, readDraft } from './drafts.ts';
import { idsOf, numberOf, priorityOf, textOf, typeOf } from './item-view.ts';

/** What the create dialog holds. */
export interface CreateDraft {
  readonly title: string;
  readonly description: string;
  readonly type: WorkItemType;
  /** Empty: the project's first. */
  readonly status: string;
  readonly priority: Priority;
  readonly assignees: readonly RecordId[];
  readonly labels: readonly RecordId[];
  readonly parent: RecordId | undefined;
  readonly estimate: number | undefined;
  readonly dueDate: string | undefined;
}

export const EMPTY_DRAFT: CreateDraft = {
  title: '',
  description: '',
  type: 'task',
  status: '',
  priority: 'none',
  assignees: [],
  labels: [],
  parent: undefined,
  estimate: undefined,
  dueDate: undefined,
};

/** The draft as a command; values that are not set stay out of it. */
export function draftCommand(draft: CreateDraft, project: RecordState) {
  const { title, description, type, priority, assignees, labels, parent, estimate, dueDate } = draft;
  const status = draft.status || firstStatus(project);
  return createWorkItem(newId(), {
    project: project.id,
    title: title.trim(),
    type,
    ...(status && { status }),
    ...(priority !== 'none' && { priority }),
    ...(description.trim() && { description }),
    ...(assignees.length > 0 && { assignees: [...assignees] }),
    ...(labels.length > 0 && { labels: [...labels] }),
    ...(parent && { parent }),
    ...(estimate !== undefined && { estimate }),
    ...(dueDate && { dueDate }),
  });
}

/** In another project there are other labels, parents and statuses. */
export function movedDraft(draft: CreateDraft): CreateDraft {
  return { ...draft, labels: [], parent: undefined, status: '' };
}

/** For the next one of a row: what was set stays, what was written goes. */
export function nextDraft(draft: CreateDraft): CreateDraft {
  return { ...draft, title: '', description: '' };
}

export function isWritten({ title, description }: CreateDraft): boolean {
  return title.trim() !== '' || description.trim() !== '';
}

export function keepCreateDraft(projectId: RecordId, draft: CreateDraft | undefined): void {
  keepDraft(`create:${projectId}`, draft && isWritten(draft) ? JSON.stringify(draft) : undefined);
}

export function readCreateDraft(projectId: RecordId): CreateDraft | undefined {
  const text = readDraft(`create:${projectId}`);
  return text === undefined ? undefined : parseCreateDraft(text);
}

/** What an older version of the app kept may have another shape. */
export function parseCreateDraft(text: string): CreateDraft | undefined {
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof held !== 'object' || held === null) return undefined;
  const fields = held as Parameters<typeof fieldsOf>[0];
  return fieldsOf(fields);
}

function fieldsOf(held: RecordState['fields']): CreateDraft {
  return {
    title: textOf(held.title) ?? '',
    description: textOf(held.description) ?? '',
    type: typeOf(held.type),
    status: textOf(held.status) ?? '',
    priority: priorityOf(held.priority),
    assignees: idsOf(held.assignees),
    labels: idsOf(held.labels),
    parent: textOf(held.parent),
    estimate: numberOf(held.estimate),
    dueDate: textOf(held.dueDate),
  };
}
