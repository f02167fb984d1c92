import type { Command, EventDraft, JsonObject, RecordId, RecordState, Refusal } from '@atrium/protocol';
import { jsonEqual } from '@atrium/protocol';
import type { DecideContext } from '../commands/command-definition.ts';
import { decide, isServerOnly } from '../commands/decide.ts';
import { overlayOf } from '../commands/overlay.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import { isRefusal } from '../commands/refuse.ts';
import type { Registry } from '../registry.ts';
import { builtIn } from '../registry.ts';
import { restoreVersion, valuesLeft } from './restore-command.ts';

/** A record as a command would leave it. */
export interface PreviewedRecord {
  /** Undefined where the command would create it. */
  readonly before: RecordState | undefined;
  readonly after: RecordState;
  readonly change: EventDraft['change'];
  /** That would be written, apart from those that only follow from others. */
  readonly fields: readonly string[];
}

export type Preview =
  | {
      readonly ok: true;
      readonly records: readonly PreviewedRecord[];
      /** Values that a restore would not bring back, because what they refer to is deleted. */
      readonly left: JsonObject;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * What a command would change, or why it would be refused, before it is sent. Undefined where this reader cannot
 * foresee it (`isServerOnly`): ask the server then, or add what it says of the past with `withPast`.
 */
export function previewCommand(
  command: Command,
  context: DecideContext,
  registry: Registry = builtIn,
): Preview | undefined {
  return isServerOnly(command, context.read, registry) ? undefined : previewKnown(command, context, registry);
}

/** The same for a reader that knows everything, as the server's. */
export function previewKnown(
  command: Command,
  context: DecideContext,
  registry: Registry = builtIn,
): Preview {
  const decision = decide(command, context, registry);
  if (isRefusal(decision)) return { ok: false, refusal: decision };
  const isRestore = command.name === restoreVersion.definition.name;
  return {
    ok: true,
    records: previewOf(decision, context, registry),
    left: isRestore ? valuesLeft(command, { read: context.read, types: registry.types }) : {},
  };
}

/** A reader that also knows one past state of a record, such as the server gave it. */
export function withPast(read: RecordReader, past: RecordState): RecordReader {
  return {
    get: (id) => read.get(id),
    find: (key) => read.find(key),
    referrers: (type, field, value, hint) => read.referrers(type, field, value, hint),
    eventsOf: (commandId) => read.eventsOf(commandId),
    nextNumber: (counter) => read.nextNumber(counter),
    stateAt: (id, version) =>
      id === past.id && version === past.version ? past : read.stateAt?.(id, version),
  };
}

function previewOf(drafts: readonly EventDraft[], context: DecideContext, registry: Registry) {
  const overlay = overlayOf(context, registry.types);
  const touched = new Map<RecordId, { before: RecordState | undefined; after: RecordState }>();
  for (const draft of drafts) {
    const before = overlay.read.get(draft.recordId);
    const after = overlay.preview(draft);
    overlay.keep(after);
    const first = touched.get(draft.recordId);
    touched.set(draft.recordId, { before: first ? first.before : before, after });
  }
  return [...touched.values()].flatMap(({ before, after }): PreviewedRecord[] => {
    const types = registry.types.get(after.type)?.fields ?? {};
    const names = new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after.fields)]);
    const fields = [...names].filter(
      (name) => !types[name]?.derived && !jsonEqual(before?.fields[name], after.fields[name]),
    );
    const change = changeOf(before, after);
    return change === 'changed' && fields.length === 0 ? [] : [{ before, after, change, fields }];
  });
}

function changeOf(before: RecordState | undefined, after: RecordState): EventDraft['change'] {
  if (!before) return 'created';
  if (before.deletedAt === null) return after.deletedAt === null ? 'changed' : 'deleted';
  return after.deletedAt === null ? 'restored' : 'changed';
}
