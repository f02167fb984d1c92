import { useParams } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { ItemEntry } from './item-entry.ts';
import { NOTHING_SELECTED, type Selection, within } from './selection.ts';
import { type ProjectView, useProjectView } from './use-project-view.ts';
import { useViewItems, type ViewItems } from './use-view-items.ts';
import { useViewSearch } from './use-view-search.ts';
import type { WorkViewSearch } from './work-view-search.ts';

export interface WorkViewState extends ViewItems {
  readonly projectKey: string;
  readonly projectView: ProjectView;
  readonly search: WorkViewSearch;
  readonly changeSearch: (part: WorkViewSearch) => void;
  readonly byId: ReadonlyMap<string, ItemEntry>;
  /** The item that keys act on. */
  readonly cursor: string | undefined;
  /** Counts the moves by key: what shows the cursor then scrolls to it and takes the focus. */
  readonly cursorMoves: number;
  /** `follow`: by key, so that it must come into view. The peek panel follows in any case. */
  readonly setCursor: (id: string | undefined, follow?: boolean) => void;
  readonly peek: (item: ItemEntry) => void;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
}

export function useWorkViewState(): WorkViewState {
  const { project: projectKey = '' } = useParams({ strict: false });
  const projectView = useProjectView(projectKey);
  const [search, changeSearch] = useViewSearch();
  const viewItems = useViewItems(projectView.project, search.filter ?? '');
  const { items } = viewItems;
  const byId = useMemo(() => new Map(items.map((item) => [item.id, item])), [items]);
  const [cursor, setCursorId] = useState<string>();
  const [cursorMoves, setCursorMoves] = useState(0);
  const [chosen, setSelection] = useState(NOTHING_SELECTED);
  const selection = useMemo(() => within(chosen, new Set(byId.keys())), [chosen, byId]);

  const peek = useCallback((item: ItemEntry) => changeSearch({ peek: peekOf(item) }), [changeSearch]);
  const peeking = search.peek !== undefined;
  const setCursor = useCallback(
    (id: string | undefined, follow = false) => {
      setCursorId(id);
      if (!follow) return;
      setCursorMoves((moves) => moves + 1);
      const item = id === undefined ? undefined : byId.get(id);
      if (item && peeking) peek(item);
    },
    [byId, peeking, peek],
  );
  const peeked = search.peek?.toLowerCase();
  const shownCursor =
    cursor !== undefined && byId.has(cursor)
      ? cursor
      : peeked && items.find((item) => peekOf(item).toLowerCase() === peeked)?.id;
  return {
    ...viewItems,
    projectKey,
    projectView,
    search,
    changeSearch,
    byId,
    cursor: shownCursor || undefined,
    cursorMoves,
    setCursor,
    peek,
    selection,
    setSelection,
  };
}

/** What the URL calls an item: its key, or its id until the server has numbered it. */
function peekOf(item: ItemEntry): string {
  return item.number === undefined ? item.id : item.key;
}
