import type { EventDraft, JsonObject, RecordId, RecordState, Refusal } from '@atrium/protocol';
import { z } from 'zod';
import { checkStep } from '../commands/check-drafts.ts';
import type {
  AnyCommandDefinition,
  ChangeCommand,
  Decision,
  RuleContext,
} from '../commands/command-definition.ts';
import { actingMember, notMember } from '../commands/define-command.ts';
import { type Overlay, overlayOf } from '../commands/overlay.ts';
import { readInput } from '../commands/read-input.ts';
import { isRefusal, refuse } from '../commands/refuse.ts';
import { lifecycle } from '../records/drafts.ts';
import { ids } from '../records/text.ts';
import { isSeen, stepDenied } from './step-rights.ts';

const NAME = 'history.restoreDeleted';
const MAX_ALONG = 200;

const input = z.strictObject({
  /** What was deleted along with it, and is to come back with it. */
  along: ids(MAX_ALONG).optional(),
});

/**
 * Brings a deleted record back as it was, and others with it: all of them or none. What lives already stays as it
 * is. Undone like any other command.
 */
export const restoreDeleted: ChangeCommand<z.input<typeof input>> = Object.assign(
  ({ id, version }: Pick<RecordState, 'id' | 'version'>, { along }: z.input<typeof input> = {}) => ({
    name: NAME,
    recordId: id,
    baseVersion: version,
    input: restoreInput(along),
  }),
  { definition: definition() },
);

function restoreInput(along: readonly string[] = []): JsonObject {
  return along.length > 0 ? { along: [...along] } : {};
}

function definition(): AnyCommandDefinition {
  return {
    name: NAME,
    recordType: '*',
    creates: false,
    // What is deleted is not with every client.
    serverOnly: ({ recordId, input: { along } }, read) =>
      [recordId, ...(Array.isArray(along) ? along : [])].some(
        (id) => typeof id === 'string' && read.get(id) === undefined,
      ),
    run: (command, context, types) => {
      const parsed = readInput(input, command);
      if (!parsed.ok) return parsed.refusal;
      const wanted = [...new Set([command.recordId, ...(parsed.value.along ?? [])])];
      // All are asked for at once: a reader that has to load does so once.
      for (const id of wanted) context.read.get(id);
      const member = actingMember(context);
      if (!member) return notMember();
      return restoreAll(wanted, { ...context, command, member, types });
    },
  };
}

function restoreAll(wanted: readonly RecordId[], context: RuleContext): Decision {
  const overlay = overlayOf(context, context.types);
  const drafts: EventDraft[] = [];
  for (const id of inOrder(wanted, context)) {
    const steps = restoreOne(id, overlay, context);
    if (isRefusal(steps)) {
      // Which of several it was.
      return id === context.command.recordId
        ? steps
        : { ...steps, details: { ...steps.details, recordId: id } };
    }
    drafts.push(...steps);
  }
  return drafts;
}

/** What comes back, seen with everything before it back already. */
function restoreOne(id: RecordId, overlay: Overlay, context: RuleContext): EventDraft[] | Refusal {
  const { member, types } = context;
  const step = { member, types, read: overlay.read };
  const record = overlay.read.get(id);
  const type = record && types.get(record.type);
  if (!type || !isSeen(record, step)) return refuse('NOT_FOUND', 'This record does not exist.');
  if (record.deletedAt === null) return [];
  const drafts = [lifecycle(record, 'restored'), ...(type.alongside?.(record, 'restored', step) ?? [])];
  for (const draft of drafts) {
    const before = overlay.read.get(draft.recordId);
    const own = before && types.get(before.type);
    const after = overlay.preview(draft);
    const refusal =
      (before && own && stepDenied(draft, before, own, step)) ??
      checkStep({ draft, before, after, member, read: overlay.read }, types);
    if (refusal) return refusal;
    overlay.keep(after);
  }
  return drafts;
}

/** What others refer to comes before them: a project before its items, a parent before its children. */
function inOrder(wanted: readonly RecordId[], { read, types }: RuleContext): RecordId[] {
  const order = new Set<RecordId>();
  const open = new Set<RecordId>();
  const place = (id: RecordId): void => {
    if (order.has(id) || open.has(id)) return;
    open.add(id);
    const record = read.get(id);
    const fields = record ? (types.get(record.type)?.fields ?? {}) : {};
    for (const [name, { kind }] of Object.entries(fields)) {
      const value = record?.fields[name];
      if (kind !== 'relation') continue;
      for (const to of Array.isArray(value) ? value : [value])
        if (typeof to === 'string' && wanted.includes(to)) place(to);
    }
    order.add(id);
  };
  for (const id of wanted) place(id);
  return [...order];
}
