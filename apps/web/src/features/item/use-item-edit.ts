import { deleteWorkItem, restoreWorkItem, setWorkItemParent, updateWorkItem } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { useSend } from '../../workspace/use-send.ts';
import type { SetChange } from './fields/field-props.ts';
import { changeSet } from './fields/item-changes.ts';

type Single = NonNullable<NonNullable<Parameters<typeof updateWorkItem>[1]>['set']>;

/** What can be done to one item, each as one command. */
export function useItemEdit(item: RecordState) {
  const send = useSend();
  return useMemo(
    () => ({
      set: (values: Single) => send(updateWorkItem(item, { set: values })),
      /** On top of what one saw when one began to write, so that nobody's words are written over unseen. */
      setSince: (seen: RecordState, values: Single) => send(updateWorkItem(seen, { set: values })),
      change: (field: 'assignees' | 'labels', change: SetChange) => send(changeSet(item, field, change)),
      setParent: (parent: RecordId | undefined) => send(setWorkItemParent(item, { parent: parent ?? null })),
      remove: (said: string) => send(deleteWorkItem(item), said),
      restore: () => send(restoreWorkItem(item), 'Restored'),
      send,
    }),
    [item, send],
  );
}

export type ItemEdit = ReturnType<typeof useItemEdit>;
