import { statusesOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';

export interface Progress {
  readonly total: number;
  readonly doing: number;
  readonly done: number;
  /** When anything in the project last changed. */
  readonly changedAt: string;
}

/** How far a project is, by the categories of its statuses. */
export function progressOf(project: RecordState, items: readonly RecordState[]): Progress {
  const categories = new Map(statusesOf(project).map(({ id, category }) => [id, category]));
  let doing = 0;
  let done = 0;
  let changedAt = project.updatedAt;
  for (const { fields, updatedAt } of items) {
    const category = categories.get(String(fields.status));
    if (category === 'doing') doing += 1;
    if (category === 'done') done += 1;
    if (updatedAt > changedAt) changedAt = updatedAt;
  }
  return { total: items.length, doing, done, changedAt };
}
