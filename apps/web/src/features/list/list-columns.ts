import type { EditableField } from '../work-view/field-editor.tsx';
import type { SortField } from '../work-view/ordering.ts';

export interface ListColumn {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly sort?: SortField;
  readonly field?: EditableField;
}

/** After key and title, which are always there. */
export const LIST_COLUMNS: readonly ListColumn[] = [
  { id: 'status', label: 'Status', width: 128, sort: 'status', field: 'status' },
  { id: 'priority', label: 'Priority', width: 100, sort: 'priority', field: 'priority' },
  { id: 'assignees', label: 'Assignees', width: 84, field: 'assignees' },
  { id: 'labels', label: 'Labels', width: 168, field: 'labels' },
  { id: 'estimate', label: 'Estimate', width: 76, sort: 'estimate', field: 'estimate' },
  { id: 'dueDate', label: 'Due', width: 96, sort: 'dueDate', field: 'dueDate' },
  { id: 'updatedAt', label: 'Updated', width: 96, sort: 'updatedAt' },
];

const CHECK = 36;
const KEY = 84;
const LEAST_TITLE = 220;
/** What gives way first where there is little room. */
const GIVES_WAY = ['updatedAt', 'labels', 'estimate', 'dueDate', 'assignees', 'priority', 'status'];

/** How narrow and how wide a column may be made. */
export const COLUMN_WIDTHS = { least: 56, most: 480 } as const;

/** Which columns are shown, in which order, and how wide where that was changed. */
export interface ColumnChoice {
  readonly shown: readonly string[];
  readonly widths: { readonly [id: string]: number };
}

export const ALL_COLUMNS: ColumnChoice = { shown: LIST_COLUMNS.map(({ id }) => id), widths: {} };

/** The chosen columns that leave the title enough room. */
export function fittingColumns({ shown, widths }: ColumnChoice, room: number): ListColumn[] {
  let columns = shown.flatMap((id) => {
    const column = LIST_COLUMNS.find((known) => known.id === id);
    return column ? [{ ...column, width: widths[id] ?? column.width }] : [];
  });
  for (const id of GIVES_WAY) {
    const taken = columns.reduce((sum, column) => sum + column.width, CHECK + KEY + LEAST_TITLE);
    if (taken <= room) break;
    columns = columns.filter((column) => column.id !== id);
  }
  return columns;
}

/** A column that comes back stands where it stood in the usual order. */
export function toggledColumn(choice: ColumnChoice, id: string): ColumnChoice {
  if (choice.shown.includes(id)) return { ...choice, shown: choice.shown.filter((other) => other !== id) };
  const usual = ALL_COLUMNS.shown;
  const before = usual.slice(0, usual.indexOf(id)).findLast((other) => choice.shown.includes(other));
  const at = before === undefined ? 0 : choice.shown.indexOf(before) + 1;
  return { ...choice, shown: choice.shown.toSpliced(at, 0, id) };
}

/** To the place of another column. */
export function movedColumn(choice: ColumnChoice, id: string, to: string): ColumnChoice {
  const at = choice.shown.indexOf(to);
  if (at < 0 || !choice.shown.includes(id)) return choice;
  return { ...choice, shown: choice.shown.filter((other) => other !== id).toSpliced(at, 0, id) };
}

/** Without a width, as wide as it was made. */
export function resizedColumn(choice: ColumnChoice, id: string, width?: number): ColumnChoice {
  const { [id]: _, ...widths } = choice.widths;
  if (width === undefined) return { ...choice, widths };
  const { least, most } = COLUMN_WIDTHS;
  return { ...choice, widths: { ...widths, [id]: Math.round(Math.min(most, Math.max(least, width))) } };
}

/** What was kept, in this form or as a plain list of columns; anything else is the usual choice. */
export function readColumns(kept: unknown): ColumnChoice {
  const known = (list: readonly unknown[]) => {
    const ids = list.filter((id): id is string => ALL_COLUMNS.shown.some((other) => other === id));
    return [...new Set(ids)];
  };
  if (Array.isArray(kept)) return { shown: ALL_COLUMNS.shown.filter((id) => kept.includes(id)), widths: {} };
  if (typeof kept !== 'object' || kept === null || !('shown' in kept)) return ALL_COLUMNS;
  if (!Array.isArray(kept.shown)) return ALL_COLUMNS;
  const choice: ColumnChoice = { shown: known(kept.shown), widths: {} };
  const widths = 'widths' in kept && typeof kept.widths === 'object' ? Object.entries(kept.widths ?? {}) : [];
  return widths.reduce(
    (all, [id, width]) =>
      typeof width === 'number' && known([id]).length > 0 ? resizedColumn(all, id, width) : all,
    choice,
  );
}

export function gridTemplate(columns: readonly ListColumn[]): string {
  return `${CHECK}px ${KEY}px minmax(0, 1fr) ${columns.map(({ width }) => `${width}px`).join(' ')}`;
}
