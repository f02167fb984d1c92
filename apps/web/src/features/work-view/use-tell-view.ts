import type { JsonObject } from '@atrium/protocol';
import { useCallback } from 'react';
import { useTellPresence } from '../../workspace/use-presence.ts';
import { useClient } from '../../workspace/workspace-context.ts';
import type { Drag } from './view-presence.ts';

/** Tells the others which view and item I look at; the result tells what I drag, as often as the pointer moves. */
export function useTellView(
  scope: string | undefined,
  view: 'board' | 'list',
  item: string | undefined,
): (drag: Drag | undefined) => void {
  const { presence } = useClient();
  const state: JsonObject = item === undefined ? { view } : { view, item };
  useTellPresence(scope, state);
  return useCallback(
    (drag) => {
      if (!scope) return;
      const base: JsonObject = item === undefined ? { view } : { view, item };
      presence.set(scope, drag ? { ...base, dragging: { ...drag } } : base);
    },
    [presence, scope, view, item],
  );
}
