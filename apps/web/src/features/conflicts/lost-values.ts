import type { Json, RecordState } from '@atrium/protocol';
import type { Lost } from './conflict-groups.ts';

/** What was written, as plain text for the clipboard: each value under its name. */
export function plainWords(values: readonly (readonly [label: string, value: Json])[]): string {
  const [only] = values;
  const text = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
  if (only && values.length === 1) return text(only[1]);
  return values.map(([label, value]) => `${label}:\n${text(value)}`).join('\n\n');
}

/** The title and the texts of a change to a work item, for an item of its own; nothing where there are none. */
export function newItemOf(
  { values, items }: Lost,
  record: RecordState | undefined,
): { title: string; description?: string } | undefined {
  if (!items[0]?.command.name.startsWith('work_item.')) return undefined;
  const of = (field: string) => values.find((value) => value.field === field)?.value ?? record?.fields[field];
  const [title, description] = [of('title'), of('description')];
  const words = typeof description === 'string' && description !== '' ? description : undefined;
  const named =
    typeof title === 'string' && title.trim() !== '' ? title.trim() : words?.trim().split('\n', 1)[0];
  return named ? { title: named, ...(words && { description: words }) } : undefined;
}
