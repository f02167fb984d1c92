import { useCallback } from 'react';
import { notifyDone } from '../../design/toast.tsx';
import { useSendAll } from '../../workspace/use-send.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import type { ItemEntry } from './item-entry.ts';
import { countOf, draftsFor, type WorkItemEdit } from './work-item-edit.ts';

/**
 * Changes one item quietly or many with a count and one undo. Deleting always says so: what is gone from the
 * screen cannot be seen to have changed.
 */
export function useEditItems(): (items: readonly ItemEntry[], edit: WorkItemEdit) => void {
  const client = useClient();
  const sendAll = useSendAll();
  return useCallback(
    (items, edit) => {
      const drafts = draftsFor(items, edit);
      const verb = edit.kind === 'delete' ? 'deleted' : 'changed';
      if (drafts.length > 1) {
        sendAll(drafts, `${countOf(drafts)} ${verb}`);
        return;
      }
      const [draft] = drafts;
      if (!draft) return;
      const sent = client.send(draft);
      if (edit.kind === 'delete' && sent.receipt.state.get().step !== 'refused') {
        const key = items.find(({ id }) => id === draft.recordId)?.key ?? 'Work item';
        notifyDone(`${key} deleted`, { undo: () => client.undo() });
      }
    },
    [client, sendAll],
  );
}
