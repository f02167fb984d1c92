import type { RecordEvent, RecordId } from '@atrium/protocol';

/** An event of the log, with the place of its record after it (see `placeOf`). */
export interface LoggedEvent extends RecordEvent {
  readonly projectId: RecordId | null;
  readonly subjectId: RecordId | null;
}
