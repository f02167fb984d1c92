import type {
  Command,
  EventDraft,
  FieldConflict,
  JsonObject,
  RecordEvent,
  RecordState,
  Refusal,
} from '@atrium/protocol';
import { canConflict } from '../records/field.ts';
import type { RecordType } from '../records/record-type.ts';
import { refuse } from './refuse.ts';

/**
 * Refuses when an event would overwrite a field that someone else changed after the sender's base version.
 * Where both made the same change there is no event left to conflict.
 */
export function findConflict(
  command: Command,
  record: RecordState,
  type: RecordType,
  drafts: readonly EventDraft[],
): Refusal | undefined {
  const fields: { [field: string]: { theirs?: FieldConflict['theirs']; mine?: FieldConflict['mine'] } } = {};
  for (const draft of drafts) {
    if (draft.recordId !== record.id || draft.change !== 'changed') continue;
    for (const name of [...Object.keys(draft.patch.set), ...draft.patch.unset]) {
      const field = type.fields[name];
      if (!field || !canConflict(field) || !changedByOthers(command, record, name)) continue;
      const theirs = record.fields[name];
      const mine = draft.patch.set[name];
      fields[name] = { ...(theirs !== undefined && { theirs }), ...(mine !== undefined && { mine }) };
    }
  }
  if (Object.keys(fields).length === 0) return undefined;
  const labels = Object.keys(fields).map((name) => type.fields[name]?.label ?? name);
  return refuse('CONFLICT', `Someone else changed ${labels.join(', ')} at the same time.`, {
    recordId: record.id,
    version: record.version,
    fields: fields as JsonObject,
  });
}

function changedByOthers(command: Command, record: RecordState, field: string): boolean {
  const version = record.fieldVersions[field] ?? 0;
  return version > command.baseVersion && !command.ownVersions?.includes(version);
}

/**
 * Completes a CONFLICT refusal with the values at the sender's base version, and with who made theirs.
 * @param since the record's events after that version, oldest first
 * @param own versions that the sender itself made
 */
export function withBaseValues(
  refusal: Refusal,
  since: readonly RecordEvent[],
  own: readonly number[] = [],
): Refusal {
  const conflicts = refusal.details?.fields as { [field: string]: JsonObject } | undefined;
  if (refusal.code !== 'CONFLICT' || !conflicts) return refusal;
  const foreign = since.filter(({ version }) => !own.includes(version));
  const fields: JsonObject = {};
  for (const [name, conflict] of Object.entries(conflicts)) {
    const changes = foreign.filter(
      ({ patch }) => Object.hasOwn(patch.set, name) || patch.unset.includes(name),
    );
    const base = changes[0]?.patch.old[name];
    const by = changes.at(-1);
    fields[name] = {
      ...conflict,
      ...(base !== undefined && { base }),
      ...(by && { by: { personId: by.actor.personId, via: by.actor.via, at: by.at } }),
    };
  }
  return { ...refusal, details: { ...refusal.details, fields } };
}
