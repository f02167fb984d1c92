import { useShortcuts } from '../../../design/use-shortcuts.ts';
import type { PropertyName } from './item-properties.tsx';

const FIELDS: readonly [keys: string, label: string, name: PropertyName][] = [
  ['s', 'Change status', 'status'],
  ['p', 'Change priority', 'priority'],
  ['a', 'Assign', 'assignees'],
  ['l', 'Add labels', 'labels'],
  ['d', 'Set the due date', 'dueDate'],
  ['Shift+P', 'Set the parent', 'parent'],
];

/** The keys of an open item. */
export function useItemShortcuts({
  mayUpdate,
  mayDelete,
  onField,
  onEdit,
  onComment,
  onDelete,
}: {
  mayUpdate: boolean;
  mayDelete: boolean;
  onField: (name: PropertyName) => void;
  onEdit: () => void;
  onComment: () => void;
  onDelete: () => void;
}): void {
  const group = 'Work item';
  const update = { group, rank: 0, when: () => mayUpdate };
  const remove = { group, rank: 0, when: () => mayDelete, run: onDelete };
  useShortcuts([
    ...FIELDS.map(([keys, label, name]) => ({ ...update, keys, label, run: () => onField(name) })),
    { ...update, keys: 'e', label: 'Edit the description', run: onEdit },
    { group, rank: 0, keys: 'm', label: 'Write a comment', run: onComment },
    { ...remove, keys: 'Backspace', label: 'Delete the work item' },
    { ...remove, keys: 'Delete', label: 'Delete the work item', quiet: true },
  ]);
}
