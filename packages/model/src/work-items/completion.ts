import type { Instant, Json, RecordState } from '@atrium/protocol';
import { statusOf } from '../projects/statuses.ts';
import type { Changes } from '../records/drafts.ts';

/**
 * `completedAt` follows the status: set on entering a done category, kept while it moves within, cleared on
 * leaving.
 */
export function completion(
  item: RecordState | undefined,
  status: Json | undefined,
  project: RecordState | undefined,
  at: Instant,
): Changes {
  if (statusOf(project, status)?.category !== 'done') return { completedAt: undefined };
  return { completedAt: item?.fields.completedAt ?? at };
}
