import type { EventDraft, RecordState, Refusal } from '@atrium/protocol';
import type { Member } from '../access/member.ts';
import type { Right } from '../access/permit.ts';
import { permit } from '../access/permit.ts';
import { forbidden, guardingProject } from '../commands/define-command.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import { refuse } from '../commands/refuse.ts';
import type { RecordType, RecordTypes } from '../records/record-type.ts';

export interface StepContext {
  readonly member: Member;
  readonly types: RecordTypes;
  readonly read: RecordReader;
}

/** What only follows from another record (a count) needs no right of its own. */
export function stepDenied(
  draft: EventDraft,
  record: RecordState,
  type: RecordType,
  { member, types, read }: StepContext,
): Refusal | undefined {
  if (draft.change === 'changed' && fieldsOf(draft).every((name) => type.fields[name]?.derived))
    return undefined;
  const { project, lost } = guardingProject(record, types, read);
  const target = { type: record.type, record, project };
  if (lost || !permit(member, 'read', target)) {
    return refuse('NOT_FOUND', `This ${type.label.toLowerCase()} does not exist.`);
  }
  const usual: Right = draft.change === 'changed' ? 'update' : 'delete';
  return permit(member, type.rights?.[draft.change] ?? usual, target) ? undefined : forbidden(project);
}

/** The first of these steps that the member may not make, each held against its own record. */
export function firstDenied(drafts: readonly EventDraft[], context: StepContext): Refusal | undefined {
  for (const draft of drafts) {
    const record = context.read.get(draft.recordId);
    const type = context.types.get(draft.recordType);
    const refusal = record && type && stepDenied(draft, record, type, context);
    if (refusal) return refusal;
  }
  return undefined;
}

export function isSeen(record: RecordState, { member, read, types }: StepContext): boolean {
  const { project, lost } = guardingProject(record, types, read);
  return !lost && permit(member, 'read', { type: record.type, record, project });
}

export function fieldsOf({ patch }: EventDraft): string[] {
  return [...Object.keys(patch.set), ...patch.unset];
}
