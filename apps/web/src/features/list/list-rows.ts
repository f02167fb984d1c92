import { PRIORITIES, type Status, WORK_ITEM_TYPES } from '@atrium/model';
import type { ItemEntry } from '../work-view/item-entry.ts';

export const GROUPINGS = ['tree', 'none', 'status', 'assignee', 'priority', 'type'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface ItemRow {
  readonly kind: 'item';
  readonly id: string;
  readonly item: ItemEntry;
  readonly depth: number;
  /** Leaves room for the fold sign, also where there is nothing to fold. */
  readonly inTree: boolean;
  /** Children that the view shows, whether folded away or not. */
  readonly children: number;
  readonly open: boolean;
}

export interface GroupRow {
  readonly kind: 'group';
  readonly id: string;
  /** A status, a person, a priority or a type; undefined for what has none. */
  readonly value: string | undefined;
  readonly items: readonly ItemEntry[];
  readonly open: boolean;
}

export type ListRow = ItemRow | GroupRow;

export interface RowsOptions {
  readonly grouping: Grouping;
  readonly statuses: readonly Status[];
  /** People in the order in which their groups stand. */
  readonly people: readonly string[];
  /** Who stands for a person: a claimed placeholder has no group of its own. */
  readonly personOf?: (id: string) => string;
  /** Ids of groups and parents that are folded. */
  readonly folded: ReadonlySet<string>;
}

export function readGrouping(text: string | undefined): Grouping {
  return GROUPINGS.find((known) => known === text) ?? 'status';
}

/** What the list shows, top to bottom; `items` come in their order. */
export function rowsOf(items: readonly ItemEntry[], options: RowsOptions): ListRow[] {
  if (options.grouping === 'none') return items.map((item) => itemRow(item));
  if (options.grouping === 'tree') return treeRows(items, options.folded);
  return groupRows(items, options);
}

function treeRows(items: readonly ItemEntry[], folded: ReadonlySet<string>): ListRow[] {
  const shown = new Set(items.map(({ id }) => id));
  const children = new Map<string | undefined, ItemEntry[]>();
  for (const item of items) {
    // A parent that the filter hides does not hide its children.
    const parent = item.parent !== undefined && shown.has(item.parent) ? item.parent : undefined;
    const siblings = children.get(parent);
    if (siblings) siblings.push(item);
    else children.set(parent, [item]);
  }
  const rows: ListRow[] = [];
  const walk = (parent: string | undefined, depth: number) => {
    for (const item of children.get(parent) ?? []) {
      const below = children.get(item.id)?.length ?? 0;
      const open = below > 0 && !folded.has(item.id);
      rows.push({ ...itemRow(item), depth, inTree: true, children: below, open });
      if (open) walk(item.id, depth + 1);
    }
  };
  walk(undefined, 0);
  return rows;
}

function groupRows(items: readonly ItemEntry[], options: RowsOptions): ListRow[] {
  const { folded } = options;
  const groups = new Map<string | undefined, ItemEntry[]>();
  for (const item of items) {
    for (const value of groupsOf(item, options)) {
      const group = groups.get(value);
      if (group) group.push(item);
      else groups.set(value, [item]);
    }
  }
  const order = groupOrder(options);
  const places = new Map(order.map((value, index) => [value, index]));
  const placeOf = (value: string | undefined) => places.get(value) ?? order.length;
  return [...groups]
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .flatMap(([value, members]): ListRow[] => {
      const id = `group:${value ?? ''}`;
      const open = !folded.has(id);
      const head: GroupRow = { kind: 'group', id, value, items: members, open };
      return open ? [head, ...members.map((item) => ({ ...itemRow(item), id: `${id}:${item.id}` }))] : [head];
    });
}

/** An item stands in the group of each of its people. */
function groupsOf(
  item: ItemEntry,
  { grouping, personOf = (id) => id }: RowsOptions,
): readonly (string | undefined)[] {
  if (grouping === 'assignee') {
    return item.assignees.length > 0 ? [...new Set(item.assignees.map(personOf))] : [undefined];
  }
  if (grouping === 'priority') return [item.priority];
  if (grouping === 'type') return [item.type];
  return [item.status];
}

function groupOrder({ grouping, statuses, people }: RowsOptions): readonly (string | undefined)[] {
  if (grouping === 'assignee') return [...people, undefined];
  if (grouping === 'priority') return [...PRIORITIES].reverse();
  if (grouping === 'type') return WORK_ITEM_TYPES;
  return statuses.map(({ id }) => id);
}

function itemRow(item: ItemEntry): ItemRow {
  return { kind: 'item', id: item.id, item, depth: 0, inTree: false, children: 0, open: false };
}
