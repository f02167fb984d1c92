import type {
  EventDraft,
  Json,
  RecordChange,
  RecordEvent,
  RecordId,
  RecordState,
  Refusal,
} from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { Member } from '../access/member.ts';
import { checkStep } from '../commands/check-drafts.ts';
import type { DecideContext } from '../commands/command-definition.ts';
import { overlayOf } from '../commands/overlay.ts';
import { refuse } from '../commands/refuse.ts';
import { changed, lifecycle } from '../records/drafts.ts';
import type { RecordType, RecordTypes } from '../records/record-type.ts';
import { invertValue } from './invert-value.ts';
import { fieldsOf, stepDenied } from './step-rights.ts';

export interface InvertContext extends DecideContext {
  readonly member: Member;
  readonly types: RecordTypes;
}

/** An event that cannot be taken back, and why: later changes of these fields, or a rule. */
export interface Blocked {
  readonly recordId: RecordId;
  readonly fields: readonly string[];
  readonly refusal?: Refusal;
}

export interface Inversion {
  readonly drafts: readonly EventDraft[];
  readonly blocked: readonly Blocked[];
}

type Inverse =
  | { readonly kind: 'draft'; readonly draft: EventDraft }
  | { readonly kind: 'done' }
  | { readonly kind: 'blocked'; readonly fields: readonly string[]; readonly refusal?: Refusal };

const DONE: Inverse = { kind: 'done' };

/**
 * The events that take back the given ones (oldest first, of one command or a whole cause), as far as
 * nobody changed the same fields since. Each needs the right that the change itself would need, and passes
 * the same guards.
 */
export function invert(events: readonly RecordEvent[], context: InvertContext): Inversion {
  const overlay = overlayOf(context, context.types);
  // All are asked for at once: a reader that has to load does so once.
  for (const { recordId } of events) context.read.get(recordId);
  const drafts: EventDraft[] = [];
  const blocked: Blocked[] = [];
  for (const event of events.toReversed()) {
    const before = overlay.read.get(event.recordId);
    const type = context.types.get(event.recordType);
    if (!before || !type)
      throw new Error(`Event ${event.id} is of record ${event.recordId}, which is not there`);
    // Before anything is said of later changes, which are not for everyone to know.
    const denied = stepDenied(reversed(event), before, type, { ...context, read: overlay.read });
    if (denied) {
      blocked.push({ recordId: before.id, fields: fieldsOf(event), refusal: denied });
      continue;
    }
    const inverse = inverseOf(event, before, type);
    if (inverse.kind === 'done') continue;
    if (inverse.kind === 'blocked') {
      const { fields, refusal } = inverse;
      blocked.push({ recordId: before.id, fields, ...(refusal && { refusal }) });
      continue;
    }
    const { draft } = inverse;
    const after = overlay.preview(draft);
    const step = { draft, before, after, member: context.member, read: overlay.read };
    const refusal = checkStep(step, context.types);
    if (refusal) {
      blocked.push({ recordId: before.id, fields: fieldsOf(draft), refusal });
      continue;
    }
    overlay.keep(after);
    drafts.push(draft);
  }
  return { drafts, blocked };
}

const REVERSED: Readonly<Record<RecordChange, RecordChange>> = {
  created: 'deleted',
  changed: 'changed',
  deleted: 'restored',
  restored: 'deleted',
};

/** What taking the event back amounts to, as rights see it. */
function reversed(event: RecordEvent): EventDraft {
  return { ...event, change: REVERSED[event.change] };
}

function inverseOf(event: RecordEvent, record: RecordState, type: RecordType): Inverse {
  switch (event.change) {
    case 'created':
      return inverseOfCreated(event, record, type);
    case 'changed':
      return inverseOfChanged(event, record, type);
    case 'deleted':
      return record.deletedAt === null ? DONE : { kind: 'draft', draft: lifecycle(record, 'restored') };
    case 'restored':
      return record.deletedAt === null ? { kind: 'draft', draft: lifecycle(record, 'deleted') } : DONE;
  }
}

function inverseOfCreated({ patch }: RecordEvent, record: RecordState, type: RecordType): Inverse {
  if (record.deletedAt !== null) return DONE;
  const names = new Set([...Object.keys(patch.set), ...Object.keys(record.fields)]);
  const fields = [...names].filter(
    (name) => !type.fields[name]?.derived && !jsonEqual(record.fields[name], patch.set[name]),
  );
  if (fields.length > 0) return { kind: 'blocked', fields };
  return { kind: 'draft', draft: lifecycle(record, 'deleted') };
}

function inverseOfChanged({ patch }: RecordEvent, record: RecordState, type: RecordType): Inverse {
  const changes: { [field: string]: Json | undefined } = {};
  const stale: string[] = [];
  const names = [...Object.keys(patch.set), ...patch.unset];
  for (const name of names) {
    const written = { old: patch.old[name], wrote: patch.set[name], current: record.fields[name] };
    const inverted = invertValue(type.fields[name], written);
    if (inverted) changes[name] = inverted.value;
    else stale.push(name);
  }
  if (stale.length > 0) return { kind: 'blocked', fields: stale };
  const [draft] = changed(record, changes, 'reverted');
  if (!draft) return DONE;
  const counters = names.every((name) => type.fields[name]?.derived);
  if (record.deletedAt === null || counters) return { kind: 'draft', draft };
  const message = `This ${type.label.toLowerCase()} is deleted. Restore it first.`;
  return { kind: 'blocked', fields: fieldsOf(draft), refusal: refuse('DELETED', message) };
}
