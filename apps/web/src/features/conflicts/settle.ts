import { type Choice, settlementOf } from '@atrium/model';
import { newId } from '@atrium/protocol';
import type { Client } from '@atrium/sync/client';
import { type Choices, forgetChoices } from './choices.ts';
import type { Met } from './conflict-groups.ts';

/** What undoes together, and says which refused change it settles. */
export const settlingCause = (commandId: string) => `conflict:${commandId}`;

/** Sends what was chosen as ordinary commands, each in the place of the refused one; what it holds goes on. */
export function settle(client: Client, group: Met, choices: Choices): void {
  forgetChoices(group);
  for (const [index, { command, conflict }] of group.changes.entries()) {
    const later = group.changes.slice(index + 1);
    const own = Object.fromEntries(
      Object.entries(choices).map(([field, choice]): [string, Choice] => {
        const comesAgain = later.some(({ conflict: { fields } }) => Object.hasOwn(fields, field));
        // A merged value is written once, by the last change that names the field.
        return [field, choice.keep === 'merged' && comesAgain ? { keep: 'theirs' } : choice];
      }),
    );
    const { change, givenUp } = settlementOf(command, conflict, own, newId());
    const cause = settlingCause(command.id);
    const { attention } = client;
    if (change) {
      if (givenUp) client.send(givenUp, { cause, undoable: false });
      attention.edit(command.id, change, cause);
    } else if (givenUp) attention.edit(command.id, givenUp, cause);
    else attention.drop(command.id);
  }
}
