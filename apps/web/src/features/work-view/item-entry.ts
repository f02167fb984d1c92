import { type Priority, type WorkItemType, workItemKey } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { idsOf, numberOf, priorityOf, textOf, typeOf } from '../item/item-view.ts';

/** A work item as an entry of a board or a list. */
export interface ItemEntry {
  readonly id: RecordId;
  readonly key: string;
  readonly number: number | undefined;
  readonly title: string;
  readonly type: WorkItemType;
  readonly status: string;
  readonly priority: Priority;
  readonly assignees: readonly RecordId[];
  readonly labels: readonly RecordId[];
  readonly parent: RecordId | undefined;
  readonly estimate: number | undefined;
  readonly dueDate: string | undefined;
  readonly completed: boolean;
  readonly comments: number;
  readonly rank: string | undefined;
  readonly record: RecordState;
}

const entries = new WeakMap<RecordState, ItemEntry>();

/** The same record gives the same entry, so that what shows it can tell that nothing changed. */
export function itemEntry(record: RecordState, project: RecordState | undefined): ItemEntry {
  const key = workItemKey(record, project);
  const known = entries.get(record);
  if (known?.key === key) return known;
  const { fields } = record;
  const entry: ItemEntry = {
    id: record.id,
    key,
    number: numberOf(fields.number),
    title: textOf(fields.title) ?? '',
    type: typeOf(fields.type),
    status: textOf(fields.status) ?? '',
    priority: priorityOf(fields.priority),
    assignees: idsOf(fields.assignees),
    labels: idsOf(fields.labels),
    parent: textOf(fields.parent),
    estimate: numberOf(fields.estimate),
    dueDate: textOf(fields.dueDate),
    completed: fields.completedAt !== undefined,
    comments: numberOf(fields.commentCount) ?? 0,
    rank: textOf(fields.rank),
    record,
  };
  entries.set(record, entry);
  return entry;
}

export function totalEstimate(items: readonly ItemEntry[]): number {
  let total = 0;
  for (const item of items) total += item.estimate ?? 0;
  // Halves and tenths add up to long tails in floating point.
  return Math.round(total * 100) / 100;
}
