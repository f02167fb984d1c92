import { type RefObject, useLayoutEffect, useState } from 'react';
import { personColors } from '../../design/person-hue.ts';
import type { ItemEntry } from '../work-view/item-entry.ts';
import type { Visitor } from '../work-view/view-presence.ts';
import { useWorkView } from '../work-view/work-view-context.ts';
import { BoardCard } from './board-card.tsx';

interface Spot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Cards in the hands of others, following their pointers. */
export function BoardGhosts({
  visitors,
  byId,
  board,
}: {
  visitors: readonly Visitor[];
  byId: ReadonlyMap<string, ItemEntry>;
  board: RefObject<HTMLElement | null>;
}) {
  return visitors.map((visitor) => {
    const item = visitor.drag && byId.get(visitor.drag.item);
    return item && <Ghost key={visitor.connectionId} visitor={visitor} item={item} board={board} />;
  });
}

function Ghost({
  visitor,
  item,
  board,
}: {
  visitor: Visitor;
  item: ItemEntry;
  board: RefObject<HTMLElement | null>;
}) {
  const { people } = useWorkView();
  const [spot, setSpot] = useState<Spot>();
  const { drag, personId } = visitor;
  useLayoutEffect(() => {
    const root = board.current;
    const column = drag && root?.querySelector(`[data-column="${CSS.escape(drag.status)}"]`);
    if (!root || !drag || !column) {
      setSpot(undefined);
      return;
    }
    const [frame, box] = [root.getBoundingClientRect(), column.getBoundingClientRect()];
    const width = Math.max(160, box.width - 32);
    setSpot({
      width,
      left: box.left - frame.left + drag.x * box.width - width / 2,
      top: box.top - frame.top + drag.y * box.height - 20,
    });
  }, [board, drag]);
  if (!spot) return null;
  const { color } = personColors(personId);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute left-0 top-0 z-sticky transition-transform ease-linear"
      style={{ width: spot.width, transform: `translate(${spot.left}px, ${spot.top}px)` }}
    >
      <div className="-rotate-2 rounded-control shadow-float">
        <BoardCard item={item} ghost mover={personId} />
      </div>
      <span
        className="absolute -bottom-4 right-4 rounded-full px-2 py-0.5 text-11 font-medium text-on-person"
        style={{ backgroundColor: color }}
      >
        {people.get(personId)?.name ?? 'Someone'}
      </span>
    </div>
  );
}
