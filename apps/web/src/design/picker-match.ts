import type { ReactNode } from 'react';

export interface PickerItem<T extends string = string> {
  value: T;
  label: string;
  icon?: ReactNode;
  /** Faint words at the end: a key, an email. Also searched. */
  hint?: string;
  /** One character that picks the item while nothing is typed. */
  shortcut?: string;
  keywords?: readonly string[];
  /** Items of one group stand together under its name, in the order of first appearance. */
  group?: string;
  disabled?: boolean;
}

/**
 * The items to show for what was typed: all words must occur; those whose label begins with it come first.
 * Never more than `limit`, so that a picker over 10,000 items stays quick.
 */
export function matchItems<T extends string>(
  items: readonly PickerItem<T>[],
  query: string,
  limit = 100,
): PickerItem<T>[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.slice(0, limit);
  const ranked: { item: PickerItem<T>; rank: number }[] = [];
  for (const item of items) {
    const rank = rankItem(item, words);
    if (rank !== undefined) ranked.push({ item, rank });
  }
  // The sort is stable: equal ranks keep the given order.
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, limit).map((entry) => entry.item);
}

function rankItem(item: PickerItem, words: readonly string[]): number | undefined {
  const label = fold(item.label);
  const all = `${label} ${fold(item.hint ?? '')} ${fold(item.keywords?.join(' ') ?? '')}`;
  if (!words.every((word) => all.includes(word))) return undefined;
  const typed = words.join(' ');
  if (label.startsWith(typed)) return 0;
  if (label.includes(` ${typed}`)) return 1;
  return label.includes(typed) ? 2 : 3;
}

/** Lower case without marks: "Zoë" is found by "zoe". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Groups in the order of first appearance; items without a group come as `undefined`. */
export function groupItems<I extends { group?: string }>(items: readonly I[]): [string | undefined, I[]][] {
  const groups = new Map<string | undefined, I[]>();
  for (const item of items) {
    const group = groups.get(item.group);
    if (group) group.push(item);
    else groups.set(item.group, [item]);
  }
  return [...groups];
}
