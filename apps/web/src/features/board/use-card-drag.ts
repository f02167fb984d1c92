import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { useEffect, useRef, useState } from 'react';
import type { Drag } from '../work-view/view-presence.ts';
import type { BoardColumn, Place } from './board-columns.ts';
import { isCard, isColumn } from './drag-data.ts';

interface Target {
  readonly data: Record<string | symbol, unknown>;
  readonly element: Element;
}

export interface CardDragHandlers {
  columns: readonly BoardColumn[];
  /** What goes along when this card is taken: itself, or all that is selected. */
  takes: (id: string) => readonly string[];
  onDrop: (ids: readonly string[], to: Place) => void;
  onMove: (drag: Drag | undefined) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** Follows cards in the hand: which are taken, where they hover, where they are let go. */
export function useCardDrag(handlers: CardDragHandlers): ReadonlySet<string> {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const [dragged, setDragged] = useState(NONE);
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => isCard(source.data),
        onDragStart: ({ source }) => {
          if (isCard(source.data)) setDragged(new Set(latest.current.takes(source.data.id)));
        },
        onDrag: ({ source, location }) => {
          const column = location.current.dropTargets.find(({ data }) => isColumn(data));
          if (!column || !isCard(source.data)) return;
          latest.current.onMove(dragOver(source.data.id, column, location.current.input));
        },
        onDrop: ({ source, location }) => {
          setDragged(NONE);
          latest.current.onMove(undefined);
          if (!isCard(source.data)) return;
          const ids = latest.current.takes(source.data.id);
          const to = dropPlace(latest.current.columns, ids, location.current.dropTargets);
          if (to) latest.current.onDrop(ids, to);
        },
      }),
    [],
  );
  return dragged;
}

function dragOver(
  item: string,
  column: Target,
  input: { clientX: number; clientY: number },
): Drag | undefined {
  if (!isColumn(column.data)) return undefined;
  const box = column.element.getBoundingClientRect();
  return {
    item,
    status: column.data.status,
    x: share((input.clientX - box.left) / box.width),
    y: share((input.clientY - box.top) / box.height),
  };
}

function share(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}

/** Before or after the card under the pointer; on the column itself, at its end. */
function dropPlace(
  columns: readonly BoardColumn[],
  ids: readonly string[],
  targets: readonly Target[],
): Place | undefined {
  const status = targets.map(({ data }) => data).find(isColumn)?.status;
  const column = columns.find((each) => each.status.id === status);
  if (!column) return undefined;
  const rest = column.items.filter(({ id }) => !ids.includes(id));
  const onto = targets.find(({ data }) => isCard(data))?.data;
  if (!onto || !isCard(onto)) return { status: column.status.id, index: rest.length };
  if (ids.includes(onto.id)) {
    // Let go over itself: before what follows it.
    const after = column.items.slice(column.items.findIndex(({ id }) => id === onto.id));
    const next = after.find(({ id }) => !ids.includes(id));
    return { status: column.status.id, index: next ? rest.indexOf(next) : rest.length };
  }
  const index = rest.findIndex(({ id }) => id === onto.id);
  return { status: column.status.id, index: index + (extractClosestEdge(onto) === 'bottom' ? 1 : 0) };
}
