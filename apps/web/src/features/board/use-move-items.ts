import { moveWorkItem } from '@atrium/model';
import { useCallback } from 'react';
import { useSendAll } from '../../workspace/use-send.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { countOf } from '../work-view/work-item-edit.ts';
import { type BoardColumn, type Place, placeOfItem, ranksAt } from './board-columns.ts';

/**
 * Puts items in at a place, in the order they have on the board. The index counts the items that stay. One moves
 * quietly; many say so, because they leave several places at once.
 */
export function useMoveItems(): (
  columns: readonly BoardColumn[],
  items: readonly ItemEntry[],
  to: Place,
) => void {
  const client = useClient();
  const sendAll = useSendAll();
  return useCallback(
    (columns, items, to) => {
      const column = columns.find(({ status }) => status.id === to.status);
      if (!column || items.length === 0) return;
      const moving = new Set(items.map(({ id }) => id));
      const rest = column.items.filter(({ id }) => !moving.has(id));
      const [only] = items;
      if (items.length === 1 && only) {
        const from = placeOfItem(columns, only.id);
        if (from?.status === to.status && from.index === to.index) return;
      }
      const ranks = ranksAt(rest, to.index, items.length);
      const drafts = items.map((item, index) =>
        moveWorkItem(item.record, {
          ...(item.status !== to.status && { status: to.status }),
          rank: ranks[index],
        }),
      );
      const [draft] = drafts;
      if (drafts.length > 1) sendAll(drafts, `${countOf(drafts)} moved to ${column.status.name}`);
      else if (draft) client.send(draft);
    },
    [client, sendAll],
  );
}
