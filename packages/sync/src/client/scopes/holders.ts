import { parseScope, placeOf, type Registry, scopesOf } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';

/** Every scope that shows a record. */
export function showing(record: RecordState, registry: Registry): string[] {
  return scopesOf(record.id, placeOf(record, registry));
}

/** Records that only this scope shows, among the scopes that are held here. */
export function onlyIn(
  scope: string,
  records: Iterable<RecordState>,
  { isHeld, registry }: { isHeld: (scope: string) => boolean; registry: Registry },
): RecordId[] {
  const ids: RecordId[] = [];
  for (const record of records) {
    const scopes = showing(record, registry);
    if (scopes.includes(scope) && !scopes.some((other) => other !== scope && isHeld(other)))
      ids.push(record.id);
  }
  return ids;
}

/** True when the scope lies inside this record: the record's own, its project's, or a record's in that project. */
export function isInside(
  scope: string,
  id: RecordId,
  { get, registry }: { get: (id: RecordId) => RecordState | undefined; registry: Registry },
): boolean {
  const parsed = parseScope(scope);
  if (!parsed || parsed.kind === 'workspace') return false;
  if (parsed.id === id) return true;
  const record = parsed.kind === 'record' ? get(parsed.id) : undefined;
  return record !== undefined && placeOf(record, registry).projectId === id;
}
