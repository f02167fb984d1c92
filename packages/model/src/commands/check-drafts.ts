import type { EventDraft, RecordState, Refusal } from '@atrium/protocol';
import type { RecordType, RecordTypes, Step } from '../records/record-type.ts';
import type { RuleContext } from './command-definition.ts';
import { overlayOf, previewOf } from './overlay.ts';
import type { RecordReader } from './record-reader.ts';
import { refuse } from './refuse.ts';

/** Holds every step of a command against what its record type promises: unique keys and its guard. */
export function checkDrafts(drafts: readonly EventDraft[], context: RuleContext): Refusal | undefined {
  const [only] = drafts;
  if (only && drafts.length === 1) {
    // As most commands are: no step before it changed what its guard reads.
    const { member, read } = context;
    const before = read.get(only.recordId);
    const after = previewOf(only, before, context);
    return checkStep({ draft: only, before, after, member, read }, context.types);
  }
  const overlay = overlayOf(context, context.types);
  for (const draft of drafts) {
    const before = overlay.read.get(draft.recordId);
    const after = overlay.preview(draft);
    const step = { draft, before, after, member: context.member, read: overlay.read };
    const refusal = checkStep(step, context.types);
    if (refusal) return refusal;
    overlay.keep(after);
  }
  return undefined;
}

export function checkStep(step: Step, types: RecordTypes): Refusal | undefined {
  const type = types.get(step.draft.recordType);
  if (!type) throw new Error(`No record type ${step.draft.recordType} for event ${step.draft.name}`);
  return takenKey(type, step.after, step.read) ?? type.guard?.(step);
}

function takenKey(type: RecordType, after: RecordState, read: RecordReader): Refusal | undefined {
  if (type.takenMessage === undefined || after.deletedAt !== null) return undefined;
  for (const key of type.keys?.(after.id, after.fields) ?? []) {
    const holder = read.find(key);
    if (holder !== undefined && holder !== after.id) {
      return refuse('ALREADY_EXISTS', type.takenMessage, { key, recordId: holder });
    }
  }
  return undefined;
}
