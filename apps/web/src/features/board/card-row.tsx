import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import {
  attachClosestEdge,
  type Edge,
  extractClosestEdge,
} from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { ItemEntry } from '../work-view/item-entry.ts';
import { CARD, isCard } from './drag-data.ts';

/** A card's place in its column: can be dragged, and shows where a dropped card would go. */
export function CardRow({
  item,
  index,
  top,
  measure,
  movable,
  children,
}: {
  item: ItemEntry;
  index: number;
  top: number;
  measure: (element: HTMLElement | null) => void;
  movable: boolean;
  children: ReactNode;
}) {
  const row = useRef<HTMLLIElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const { id, status } = item;
  useEffect(() => {
    const element = row.current;
    const card = element?.firstElementChild;
    if (!element || !(card instanceof HTMLElement) || !movable) return;
    return combine(
      draggable({ element: card, getInitialData: () => ({ kind: CARD, id, status }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isCard(source.data),
        getData: ({ input }) =>
          attachClosestEdge({ kind: CARD, id, status }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self, source, location }) => {
          const innermost = location.current.dropTargets[0]?.element === element;
          setEdge(innermost && source.data.id !== id ? extractClosestEdge(self.data) : null);
        },
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [id, status, movable]);
  const attach = useCallback(
    (element: HTMLLIElement | null) => {
      row.current = element;
      measure(element);
    },
    [measure],
  );
  return (
    <li
      ref={attach}
      data-index={index}
      className="absolute inset-x-0 top-0 px-2 pb-1.5"
      style={{ transform: `translateY(${top}px)` }}
    >
      {children}
      {edge && <DropLine edge={edge} />}
    </li>
  );
}

function DropLine({ edge }: { edge: Edge }) {
  return (
    <span
      aria-hidden="true"
      className={`pointer-events-none absolute inset-x-2 h-0.5 rounded-full bg-accent ${edge === 'top' ? '-top-1' : 'bottom-0.5'}`}
    />
  );
}
