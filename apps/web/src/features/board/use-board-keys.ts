import { useState } from 'react';
import { useShortcuts } from '../../design/use-shortcuts.ts';
import { isViewFocused } from '../work-view/use-item-keys.tsx';
import type { WorkViewState } from '../work-view/use-work-view-state.ts';
import { useWorkView } from '../work-view/work-view-context.ts';
import { type BoardColumn, type Place, placeAfter, placeOfItem, withMoved } from './board-columns.ts';
import { useMoveItems } from './use-move-items.ts';

const GROUP = 'Board';

export interface BoardKeys {
  /** The board with the picked-up card where it would be put down. */
  readonly shown: readonly BoardColumn[];
  readonly lifted: string | undefined;
  /** For screen readers: what just happened to the card. */
  readonly said: string;
}

/** Walks the board by arrows, and carries a card: Space picks it up, arrows move it, Space puts it down, Escape gives it back. */
export function useBoardKeys(
  state: WorkViewState,
  columns: readonly BoardColumn[],
  isCollapsed: (status: string) => boolean,
): BoardKeys {
  const { cursor, byId, setCursor } = state;
  const { readOnly } = useWorkView();
  const move = useMoveItems();
  const [lift, setLift] = useState<{ id: string; to: Place }>();
  const [said, setSaid] = useState('');
  const item = lift && byId.get(lift.id);
  const shown = lift && item ? withMoved(columns, item, lift.to) : columns;

  const words = ({ status, index }: Place) => {
    const column = shown.find((each) => each.status.id === status);
    const length = (column?.items.length ?? 0) + (column?.items.some(({ id }) => id === lift?.id) ? 0 : 1);
    return `${column?.status.name ?? ''}, place ${index + 1} of ${length}`;
  };
  const walk = (key: string) => {
    const from = cursor === undefined ? undefined : placeOfItem(shown, cursor);
    if (!from) {
      const first = columns.find(({ status, items }) => items.length > 0 && !isCollapsed(status.id));
      setCursor(first?.items[0]?.id, true);
      return;
    }
    if (lift) {
      const to = placeAfter(shown, from, key, isCollapsed);
      if (!to) return;
      setLift({ ...lift, to });
      setSaid(words(to));
      setCursor(lift.id, true);
      return;
    }
    const empty = (status: string) =>
      isCollapsed(status) || columns.find((column) => column.status.id === status)?.items.length === 0;
    const to = placeAfter(columns, from, key, empty);
    const next = to && columns.find(({ status }) => status.id === to.status)?.items[to.index];
    if (next) setCursor(next.id, true);
  };
  const pickUpOrDrop = () => {
    if (lift && item) {
      setLift(undefined);
      move(columns, [item], lift.to);
      setSaid(`${item.key} put down in ${words(lift.to)}.`);
      setCursor(item.id, true);
      return;
    }
    const taken = cursor === undefined ? undefined : byId.get(cursor);
    const place = taken && placeOfItem(columns, taken.id);
    if (!taken || !place) return;
    setLift({ id: taken.id, to: place });
    setSaid(`${taken.key} picked up. Arrows move it, Space puts it down, Escape gives it back.`);
  };
  const giveBack = () => {
    setLift(undefined);
    setSaid(`${item?.key ?? 'The card'} is back where it was.`);
    setCursor(lift?.id, true);
  };

  const arrow = (keys: string, label: string) => ({
    keys,
    label,
    group: GROUP,
    unoffered: true,
    when: isViewFocused,
    run: () => walk(keys),
  });
  useShortcuts([
    arrow('ArrowDown', 'Next card'),
    arrow('ArrowUp', 'Card before'),
    arrow('ArrowLeft', 'Column to the left'),
    arrow('ArrowRight', 'Column to the right'),
    { ...arrow('Home', 'First card of the column'), quiet: true },
    { ...arrow('End', 'Last card of the column'), quiet: true },
    {
      keys: 'Space',
      label: 'Pick up or put down a card',
      group: GROUP,
      unoffered: true,
      when: () => readOnly === undefined && cursor !== undefined && isViewFocused(),
      run: pickUpOrDrop,
    },
    {
      keys: 'Enter',
      label: 'Put down the card',
      group: GROUP,
      quiet: true,
      when: () => lift !== undefined && isViewFocused(),
      run: pickUpOrDrop,
    },
    {
      keys: 'Escape',
      label: 'Give a picked-up card back',
      group: GROUP,
      quiet: true,
      when: () => lift !== undefined,
      run: giveBack,
    },
  ]);
  return { shown, lifted: lift?.id, said };
}
