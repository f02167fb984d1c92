import type { FieldConflict, Json, RecordId } from '@atrium/protocol';
import { useMemo } from 'react';
import { useObservable } from '../../workspace/use-observable.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import { setOf } from './use-item-edit.ts';

export interface Conflict {
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
  /** Sends mine again, on top of theirs. */
  keepMine: () => void;
  takeTheirs: () => void;
}

/** An edit of this field that was refused because someone else changed it at the same time; nothing of it is lost. */
export function useConflict(recordId: RecordId, field: string): Conflict | undefined {
  const { attention } = useClient();
  const count = useObservable(attention.changes);
  return useMemo(() => {
    const held = count.attention > 0 ? attention.list() : [];
    const item = held.find(
      ({ command, refusal }) =>
        refusal.code === 'CONFLICT' && command.recordId === recordId && field in setOf(command),
    );
    if (!item) return undefined;
    const { id } = item.command;
    const fields = item.refusal.details?.fields as { [name: string]: FieldConflict } | undefined;
    return {
      mine: setOf(item.command)[field] ?? undefined,
      theirs: fields?.[field]?.theirs,
      keepMine: () => void attention.retry(id),
      takeTheirs: () => void attention.drop(id),
    };
  }, [attention, count, recordId, field]);
}
