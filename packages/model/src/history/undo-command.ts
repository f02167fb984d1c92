import type { JsonObject, RecordState } from '@atrium/protocol';
import { z } from 'zod';
import type { AnyCommandDefinition, ChangeCommand, Decision } from '../commands/command-definition.ts';
import { actingMember, notMember } from '../commands/define-command.ts';
import { readInput } from '../commands/read-input.ts';
import { refuse } from '../commands/refuse.ts';
import { id } from '../records/text.ts';
import type { Blocked } from './invert.ts';
import { invert } from './invert.ts';

const NAME = 'history.undo';

const input = z.strictObject({ commandId: id });

/**
 * Takes back all that one command did, or nothing. The record is the command's own. Undoing an undo does
 * the thing again. `isServerOnly` says when a client cannot foresee it.
 */
export const undoCommand: ChangeCommand<z.input<typeof input>> = Object.assign(
  ({ id: recordId, version }: Pick<RecordState, 'id' | 'version'>, undone: z.input<typeof input>) => ({
    name: NAME,
    recordId,
    baseVersion: version,
    input: { commandId: undone.commandId },
  }),
  { definition: definition() },
);

function definition(): AnyCommandDefinition {
  return {
    name: NAME,
    recordType: '*',
    creates: false,
    serverOnly: (command, read) => {
      const { commandId } = command.input;
      return typeof commandId === 'string' && read.eventsOf(commandId) === undefined;
    },
    run: (command, context, types) => {
      const parsed = readInput(input, command);
      if (!parsed.ok) return parsed.refusal;
      const member = actingMember(context);
      if (!member) return notMember();
      const events = context.read.eventsOf(parsed.value.commandId) ?? [];
      if (!events.some(({ recordId }) => recordId === command.recordId)) return nothing();
      const { drafts, blocked } = invert(events, { ...context, member, types });
      if (blocked.length > 0) return refused(blocked);
      return drafts.length > 0 ? drafts : nothing();
    },
  };
}

function nothing(): Decision {
  return refuse('NOTHING_TO_UNDO', 'There is nothing left to undo.');
}

/** A rule that says no is the reason; otherwise later changes are. */
function refused(blocked: readonly Blocked[]): Decision {
  const rule = blocked.find(({ refusal }) => refusal && refusal.code !== 'DELETED')?.refusal;
  if (rule) return rule;
  const records: JsonObject[] = blocked.map(({ recordId, fields }) => ({ recordId, fields: [...fields] }));
  return refuse('UNDO_STALE', 'Someone changed this since. Undo would overwrite their work.', { records });
}
