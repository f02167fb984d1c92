import { rankBetween, type Status } from '@atrium/model';
import type { ItemEntry } from '../work-view/item-entry.ts';

export interface BoardColumn {
  readonly status: Status;
  readonly items: readonly ItemEntry[];
}

/** A place on the board: before the item that is at `index` now, not counting what is being moved. */
export interface Place {
  readonly status: string;
  readonly index: number;
}

/** Items by status in their order; what has a status that the workflow no longer knows stands in the first column. */
export function columnsOf(items: readonly ItemEntry[], statuses: readonly Status[]): BoardColumn[] {
  const columns = statuses.map((status) => ({ status, items: [] as ItemEntry[] }));
  const byStatus = new Map(columns.map((column) => [column.status.id, column.items]));
  for (const item of items) (byStatus.get(item.status) ?? columns[0]?.items)?.push(item);
  return columns;
}

export function placeOfItem(columns: readonly BoardColumn[], id: string): Place | undefined {
  for (const { status, items } of columns) {
    const index = items.findIndex((item) => item.id === id);
    if (index >= 0) return { status: status.id, index };
  }
  return undefined;
}

/** The board with one item shown at another place, as it will be when it is put down. */
export function withMoved(columns: readonly BoardColumn[], item: ItemEntry, to: Place): BoardColumn[] {
  return columns.map((column) => {
    const rest = column.items.filter(({ id }) => id !== item.id);
    if (column.status.id === to.status) rest.splice(to.index, 0, item);
    return { ...column, items: rest };
  });
}

/** Where an arrow key leads from a place; columns left out (`skip`) are stepped over. */
export function placeAfter(
  columns: readonly BoardColumn[],
  { status, index }: Place,
  key: string,
  skip: (status: string) => boolean = () => false,
): Place | undefined {
  const at = columns.findIndex((column) => column.status.id === status);
  const length = columns[at]?.items.length ?? 0;
  if (key === 'ArrowDown') return index + 1 < length ? { status, index: index + 1 } : undefined;
  if (key === 'ArrowUp') return index > 0 ? { status, index: index - 1 } : undefined;
  if (key === 'Home') return length > 0 ? { status, index: 0 } : undefined;
  if (key === 'End') return length > 0 ? { status, index: length - 1 } : undefined;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return undefined;
  for (let next = at + step; columns[next]; next += step) {
    const column = columns[next];
    if (!column || skip(column.status.id)) continue;
    return { status: column.status.id, index: Math.min(index, Math.max(0, column.items.length - 1)) };
  }
  return undefined;
}

/** Ranks for `count` items that go in before `index` of a column without them. */
export function ranksAt(items: readonly ItemEntry[], index: number, count: number): string[] {
  // Items that the server has not ranked yet stand last; what goes among them comes before them all.
  const before = items.slice(0, index).findLast((item) => item.rank !== undefined)?.rank ?? null;
  const after = items.slice(index).find((item) => item.rank !== undefined)?.rank ?? null;
  const ranks: string[] = [];
  for (let made = 0; made < count; made += 1) ranks.push(rankBetween(ranks.at(-1) ?? before, after));
  return ranks;
}
