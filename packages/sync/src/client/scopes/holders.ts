import { parseScope, placeOf, type Registry, scopesOf } from '@atrium/model';
import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';

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

/** Records that none of the held scopes shows. */
export function heldByNone(
  records: Iterable<RecordState>,
  { isHeld, registry }: { isHeld: (scope: string) => boolean; registry: Registry },
): RecordId[] {
  const ids: RecordId[] = [];
  for (const record of records) if (!showing(record, registry).some(isHeld)) ids.push(record.id);
  return ids;
}

/** True when the scope lies, or may lie, inside this record: its own, or that of a record in this project. */
export function isInside(
  scope: string,
  id: RecordId,
  { get, registry }: { get: (id: RecordId) => RecordState | undefined; registry: Registry },
): boolean {
  const parsed = parseScope(scope);
  if (!parsed || parsed.kind === 'workspace') return false;
  if (parsed.id === id) return true;
  if (parsed.kind === 'project') return false;
  const record = get(parsed.id);
  return record === undefined || placeOf(record, registry).projectId === id;
}

/** Live scopes that can bring a record right after one of its versions went missing: as few as possible. */
export function scopesToRepair(
  event: RecordEvent,
  at: { record: RecordState | undefined; live: readonly string[]; registry: Registry },
): string[] {
  const { record, live, registry } = at;
  const fields = { ...record?.fields, ...event.patch.set };
  const placed = { id: event.recordId, type: event.recordType, fields };
  const showing = scopesOf(event.recordId, placeOf(placed, registry)).filter((scope) => live.includes(scope));
  // Of a record that is not known, its place is not known either.
  return showing.length > 0 ? showing.slice(-1) : [...live];
}
