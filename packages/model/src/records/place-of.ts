import type { JsonObject, RecordId } from '@atrium/protocol';
import type { Registry } from '../registry.ts';
import { builtIn } from '../registry.ts';
import type { Place } from './record-type.ts';

const NOWHERE: Place = { workspace: false, projectId: null, subjectId: null };

export interface Placed {
  readonly id: RecordId;
  readonly type: string;
  readonly fields: JsonObject;
}

export function placeOf(record: Placed, registry: Registry = builtIn): Place {
  return registry.types.get(record.type)?.place(record.id, record.fields) ?? NOWHERE;
}

/** Keys the record holds in its tenant while it is not deleted. */
export function keysOf(record: Placed, registry: Registry = builtIn): string[] {
  return registry.types.get(record.type)?.keys?.(record.id, record.fields) ?? [];
}
