import type { Command } from '@atrium/protocol';
import type { EntryBase, EntryState, OutboxEntry } from './outbox-entry.ts';

/** All that is not in the log, as a file for people and programs. */
export interface ExportedQueue {
  readonly exportedAt: string;
  readonly workspace: string;
  readonly person: string | undefined;
  readonly changes: readonly ExportedChange[];
}

export interface ExportedChange {
  readonly command: Command;
  /** `refused` says why, `held` because of which command. */
  readonly state: EntryState;
  /** False: in the memory of one tab only. */
  readonly isKept: boolean;
  /** What the record looked like when the change was made; absent for one that it creates. */
  readonly base?: EntryBase;
}

export function exportQueue(
  entries: readonly OutboxEntry[],
  isKept: (id: string) => boolean,
): ExportedChange[] {
  return entries
    .filter(({ state }) => state.kind !== 'committed')
    .map(({ command, state, base }) => ({
      command,
      state,
      isKept: isKept(command.id),
      ...(base && { base }),
    }));
}
