import {
  PRIORITIES,
  type Priority,
  statusesOf,
  statusOf,
  WORK_ITEM_TYPES,
  type WorkItemType,
} from '@atrium/model';
import type { Json, RecordId, RecordState } from '@atrium/protocol';
import type { StatusCategory } from '../../design/status-icon.tsx';

/** A work item's fields as screens read them: with types, and with something for what is not set. */
export interface ItemView {
  readonly id: RecordId;
  readonly projectId: RecordId;
  readonly number: number | undefined;
  readonly type: WorkItemType;
  readonly title: string;
  readonly description: string;
  readonly status: string;
  readonly priority: Priority;
  readonly assignees: readonly RecordId[];
  readonly labels: readonly RecordId[];
  readonly reporter: RecordId | undefined;
  readonly parent: RecordId | undefined;
  readonly estimate: number | undefined;
  /** `2026-11-20` */
  readonly dueDate: string | undefined;
  readonly commentCount: number;
  readonly externalUrl: string | undefined;
}

export function itemView({ id, fields }: RecordState): ItemView {
  return {
    id,
    projectId: textOf(fields.project) ?? '',
    number: numberOf(fields.number),
    type: typeOf(fields.type),
    title: textOf(fields.title) ?? '',
    description: textOf(fields.description) ?? '',
    status: textOf(fields.status) ?? '',
    priority: priorityOf(fields.priority),
    assignees: idsOf(fields.assignees),
    labels: idsOf(fields.labels),
    reporter: textOf(fields.reporter),
    parent: textOf(fields.parent),
    estimate: numberOf(fields.estimate),
    dueDate: textOf(fields.dueDate),
    commentCount: numberOf(fields.commentCount) ?? 0,
    externalUrl: textOf(fields.externalUrl),
  };
}

export interface StatusView {
  readonly name: string;
  readonly category: StatusCategory;
  /** For `doing`: how far along the workflow, 0 to 1. */
  readonly progress: number;
}

/** A status as shown; one that the project has no more keeps its id as its name. */
export function statusView(project: RecordState | undefined, id: string): StatusView {
  const status = statusOf(project, id);
  if (!status) return { name: id || 'No status', category: 'todo', progress: 0 };
  const doing = statusesOf(project).filter(({ category }) => category === 'doing');
  const place = doing.findIndex((other) => other.id === id);
  return {
    name: status.name,
    category: status.category,
    progress: place < 0 ? 0.5 : (place + 1) / (doing.length + 1),
  };
}

export function typeOf(value: Json | undefined): WorkItemType {
  return WORK_ITEM_TYPES.find((type) => type === value) ?? 'task';
}

export function priorityOf(value: Json | undefined): Priority {
  return PRIORITIES.find((priority) => priority === value) ?? 'none';
}

export function idsOf(value: Json | undefined): readonly RecordId[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : NONE;
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

const NONE: readonly RecordId[] = [];
