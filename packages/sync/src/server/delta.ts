import { placeOf, scopesOf } from '@atrium/model';
import { encodeEventField, type RecordEvent } from '@atrium/protocol';
import type { PlacedEvent } from './sync-engine.ts';

/** One event of the log, ready to be given to any number of connections. */
export interface Delta {
  readonly event: RecordEvent;
  /** The project whose rights guard the record. */
  readonly projectId: string | null;
  readonly scopes: readonly string[];
  /** From `encodeEventField`: made once, whatever the number of receivers. */
  readonly encoded: Uint8Array;
  readonly touchesRights: boolean;
}

export function deltaOf(event: PlacedEvent): Delta {
  const { recordId, recordType, projectId, subjectId } = event;
  // Whether a record is part of the workspace's own view is a matter of its type alone.
  const { workspace } = placeOf({ id: recordId, type: recordType, fields: {} });
  return {
    event,
    projectId: recordType === 'project' ? recordId : projectId,
    scopes: scopesOf(recordId, { workspace, projectId, subjectId }),
    encoded: encodeEventField(event),
    touchesRights: touchesRights(event),
  };
}

const RIGHTS_FIELDS: { readonly [recordType: string]: readonly string[] } = {
  person: ['role', 'active', 'placeholder'],
  project: ['visibility', 'members'],
};

/** True when the event may change what someone is allowed to see of records that exist already. */
export function touchesRights(event: RecordEvent): boolean {
  const fields = RIGHTS_FIELDS[event.recordType];
  if (!fields || event.change === 'created') return false;
  if (event.change !== 'changed') return true;
  return fields.some((field) => Object.hasOwn(event.patch.set, field) || event.patch.unset.includes(field));
}
