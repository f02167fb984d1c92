import { WORKSPACE_SCOPE } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import type { ConfirmedChange, StoredState } from './client-storage.ts';

export interface Held {
  readonly confirmed: (id: RecordId) => RecordState | undefined;
  readonly allConfirmed: () => Iterable<RecordState>;
  /** Positions of the scopes that this tab knows; 0 while it holds nothing of one. */
  readonly positions: ReadonlyMap<string, number>;
  /** Scopes that show a record. */
  readonly showing: (record: RecordState) => readonly string[];
  /** The project that a record is in; null outside of projects. */
  readonly projectOf: (record: RecordState) => RecordId | null;
}

/**
 * What a tab takes from the disk when it becomes the one that keeps it: the scopes it does not hold itself,
 * and what only those show. Of scopes that both hold, its own view counts: it is whole as of its position. What
 * lies in a project that this tab has seen go is left: the tab before may not have heard of it.
 */
export function takenFromDisk(disk: Pick<StoredState, 'records' | 'positions'>, held: Held): ConfirmedChange {
  const stored = new Map(disk.records.map((record) => [record.id, record]));
  const positions = new Map(
    [...disk.positions].filter(([scope]) => {
      const about = stored.get(scope.slice(scope.indexOf(':') + 1));
      return !held.positions.has(scope) && (scope === WORKSPACE_SCOPE || (about && isOpen(about, held)));
    }),
  );
  const records = new Map<RecordId, RecordState>();
  for (const record of disk.records) {
    if (!isOpen(record, held)) continue;
    const mine = held.confirmed(record.id);
    if (mine ? mine.version >= record.version : isMissedOnPurpose(record, held)) continue;
    if (mine || held.showing(record).some((scope) => positions.has(scope))) records.set(record.id, record);
  }
  return { records, positions };
}

/** What has to be written so that the disk holds exactly what this tab does. */
export function differenceFromDisk(
  disk: Pick<StoredState, 'records' | 'positions'>,
  held: Held,
): ConfirmedChange {
  const records = new Map<RecordId, RecordState | undefined>();
  const positions = new Map<string, number | undefined>();
  const stored = new Map(disk.records.map((record) => [record.id, record.version]));
  for (const record of held.allConfirmed()) {
    if (stored.get(record.id) !== record.version) records.set(record.id, record);
    stored.delete(record.id);
  }
  for (const id of stored.keys()) records.set(id, undefined);
  for (const [scope, position] of held.positions) {
    if (position > 0 && disk.positions.get(scope) !== position) positions.set(scope, position);
  }
  for (const scope of disk.positions.keys()) if (!held.positions.get(scope)) positions.set(scope, undefined);
  return { records, positions };
}

/** The workspace scope has all projects that may be seen. */
function isOpen(record: RecordState, { confirmed, positions, projectOf }: Held): boolean {
  const project = projectOf(record);
  return project === null || !positions.get(WORKSPACE_SCOPE) || confirmed(project) !== undefined;
}

/** A scope that is held here would show it: it is gone, or not here yet and on its way. */
function isMissedOnPurpose(record: RecordState, { positions, showing }: Held): boolean {
  return showing(record).some((scope) => positions.has(scope));
}
