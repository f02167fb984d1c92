import type { CommandDraft } from '@atrium/model';
import { newId } from '@atrium/protocol';
import type { Sent } from '@atrium/sync/client';
import { useCallback } from 'react';
import { notifyDone } from '../design/toast.tsx';
import { useClient } from './workspace-context.ts';

/**
 * Sends a command. With `said`, a toast tells what was done and offers to take it back. Refusals are told by
 * the workspace, for every command alike.
 */
export function useSend(): (draft: CommandDraft, said?: string) => Sent {
  const client = useClient();
  return useCallback(
    (draft, said) => {
      const sent = client.send(draft);
      if (said && sent.receipt.state.get().step !== 'refused') {
        notifyDone(said, { undo: () => client.undo(sent.command.id) });
      }
      return sent;
    },
    [client],
  );
}

/** Sends many commands that are undone in one go: a bulk edit. */
export function useSendAll(): (drafts: readonly CommandDraft[], said: string) => void {
  const client = useClient();
  return useCallback(
    (drafts, said) => {
      const cause = `bulk:${newId()}`;
      const sent = drafts.map((draft) => client.send(draft, { cause }));
      const first = sent[0];
      // Commands of one cause are one step: any of them names it.
      if (first) notifyDone(said, { undo: () => client.undo(first.command.id) });
    },
    [client],
  );
}
