import {
  type CommandDraft,
  deleteWorkItem,
  moveWorkItem,
  type Priority,
  updateWorkItem,
  type WorkItemType,
} from '@atrium/model';
import type { SetChange } from '../item/fields/field-props.ts';
import type { ItemEntry } from './item-entry.ts';

/** One change that one or many items take. */
export type WorkItemEdit =
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'priority'; readonly priority: Priority }
  | { readonly kind: 'type'; readonly type: WorkItemType }
  | { readonly kind: 'estimate'; readonly estimate: number | undefined }
  | { readonly kind: 'dueDate'; readonly dueDate: string | undefined }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'parent'; readonly parent: string | undefined }
  | { readonly kind: 'assignees' | 'labels'; readonly change: SetChange }
  | { readonly kind: 'delete' };

/** The commands for those items that the edit would change. */
export function draftsFor(items: readonly ItemEntry[], edit: WorkItemEdit): CommandDraft[] {
  return items.flatMap((item) => {
    const draft = draftFor(item, edit);
    return draft ? [draft] : [];
  });
}

function draftFor(item: ItemEntry, edit: WorkItemEdit): CommandDraft | undefined {
  const { record } = item;
  switch (edit.kind) {
    case 'status':
      return edit.status === item.status ? undefined : moveWorkItem(record, { status: edit.status });
    case 'priority':
      return set(edit.priority === item.priority, item, { priority: edit.priority });
    case 'type':
      return set(edit.type === item.type, item, { type: edit.type });
    case 'estimate':
      return set(edit.estimate === item.estimate, item, { estimate: edit.estimate ?? null });
    case 'dueDate':
      return set(edit.dueDate === item.dueDate, item, { dueDate: edit.dueDate ?? null });
    case 'title':
      return set(edit.title === item.title, item, { title: edit.title });
    case 'parent':
      return set(edit.parent === item.parent || edit.parent === item.id, item, {
        parent: edit.parent ?? null,
      });
    case 'assignees':
    case 'labels':
      return setDraft(item, edit.kind, edit.change);
    case 'delete':
      return deleteWorkItem(record);
  }
}

type SetFields = NonNullable<NonNullable<Parameters<typeof updateWorkItem>[1]>['set']>;

function set(same: boolean, { record }: ItemEntry, fields: SetFields): CommandDraft | undefined {
  return same ? undefined : updateWorkItem(record, { set: fields });
}

function setDraft(
  item: ItemEntry,
  field: 'assignees' | 'labels',
  { added, removed }: SetChange,
): CommandDraft | undefined {
  const adds = added !== undefined && !item[field].includes(added);
  const removes = removed !== undefined && item[field].includes(removed);
  if (!adds && !removes) return undefined;
  return updateWorkItem(item.record, {
    ...(adds && { add: { [field]: [added] } }),
    ...(removes && { remove: { [field]: [removed] } }),
  });
}

/** What all of them have in common; undefined where they differ. */
export function commonValue<T>(items: readonly ItemEntry[], read: (item: ItemEntry) => T): T | undefined {
  const [first, ...rest] = items;
  if (!first) return undefined;
  const value = read(first);
  return rest.every((item) => read(item) === value) ? value : undefined;
}

/** The members of a set that all of them have. */
export function commonMembers(
  items: readonly ItemEntry[],
  read: (item: ItemEntry) => readonly string[],
): string[] {
  const [first, ...rest] = items;
  return first ? read(first).filter((id) => rest.every((item) => read(item).includes(id))) : [];
}

export function countOf(items: readonly unknown[]): string {
  return items.length === 1 ? '1 work item' : `${items.length} work items`;
}
