import { PRIORITIES } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';

/** Mine and not done, by urgency, then by due date; what has none comes last. */
export function myWork(items: readonly RecordState[], me: RecordId): RecordState[] {
  const weight = ({ fields }: RecordState) => PRIORITIES.indexOf(fields.priority as 'none');
  const due = ({ fields }: RecordState) => String(fields.dueDate ?? '9999');
  return items
    .filter(({ fields, deletedAt }) => {
      const mine = Array.isArray(fields.assignees) && fields.assignees.includes(me);
      return mine && deletedAt === null && fields.completedAt === undefined;
    })
    .sort((a, b) => weight(b) - weight(a) || due(a).localeCompare(due(b)));
}
