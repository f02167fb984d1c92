import type { Choice } from '@atrium/model';
import { keepDraft, readDraft } from '../item/drafts.ts';
import type { ConflictGroup, Met, MetField } from './conflict-groups.ts';

/** By field, what someone chose so far. */
export type Choices = { readonly [field: string]: Choice };

/** What is chosen before anyone has chosen: whatever fits together by itself. */
export function suggestedChoice({ merge, sides, mergeable }: MetField): Choice | undefined {
  if (merge.kind !== 'merged') return undefined;
  if (merge.value === sides.mine) return { keep: 'mine' };
  return mergeable ? { keep: 'merged', value: merge.value } : undefined;
}

export function isDecided(group: ConflictGroup, choices: Choices): boolean {
  return group.kind === 'met' && group.fields.every(({ field }) => choices[field] !== undefined);
}

/** The same for every field, where it can be. */
export function chooseAll({ fields }: Met, keep: 'mine' | 'theirs'): Choices {
  return Object.fromEntries(fields.map(({ field }) => [field, { keep }]));
}

const nameOf = ({ changes }: Met, field: string) => `merge:${changes.at(-1)?.command.id}:${field}`;

/** What was chosen before, also before a reload; the rest is suggested. */
export function readChoices(group: Met): Choices {
  return Object.fromEntries(
    group.fields.flatMap((field) => {
      const choice = readChoice(readDraft(nameOf(group, field.field))) ?? suggestedChoice(field);
      return choice ? [[field.field, choice]] : [];
    }),
  );
}

export function keepChoices(group: Met, choices: Choices): void {
  for (const { field } of group.fields) {
    const choice = choices[field];
    keepDraft(nameOf(group, field), choice && JSON.stringify(choice));
  }
}

export function forgetChoices(group: Met): void {
  for (const { field } of group.fields) keepDraft(nameOf(group, field), undefined);
}

function readChoice(text: string | undefined): Choice | undefined {
  try {
    const read: unknown = text && JSON.parse(text);
    if (typeof read !== 'object' || read === null || !('keep' in read)) return undefined;
    const { keep } = read;
    if (keep === 'mine' || keep === 'theirs') return { keep };
    return keep === 'merged' ? { keep, value: (read as { value?: string }).value } : undefined;
  } catch {
    return undefined;
  }
}
