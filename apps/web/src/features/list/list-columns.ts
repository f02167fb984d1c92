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

/** The chosen columns that leave the title enough room. */
export function fittingColumns(chosen: readonly string[], room: number): ListColumn[] {
  let columns = LIST_COLUMNS.filter(({ id }) => chosen.includes(id));
  for (const id of GIVES_WAY) {
    const taken = columns.reduce((sum, column) => sum + column.width, CHECK + KEY + LEAST_TITLE);
    if (taken <= room) break;
    columns = columns.filter((column) => column.id !== id);
  }
  return columns;
}

export function gridTemplate(columns: readonly ListColumn[]): string {
  return `${CHECK}px ${KEY}px minmax(0, 1fr) ${columns.map(({ width }) => `${width}px`).join(' ')}`;
}
