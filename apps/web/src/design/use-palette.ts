import { useEffect, useRef, useSyncExternalStore } from 'react';
import { createPaletteRegistry, type PaletteItem } from './palette-registry.ts';

export const palette = createPaletteRegistry();

/** Offers items in the command palette while the component is mounted; the list may be new on every render. */
export function usePaletteItems(items: readonly PaletteItem[]): void {
  const latest = useRef(items);
  useEffect(() => {
    latest.current = items;
  });
  const shape = JSON.stringify(items.map(({ icon: _, run: __, ...said }) => said));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the list.
  useEffect(
    () => palette.add(items.map((item, index) => ({ ...item, run: () => latest.current[index]?.run() }))),
    [shape],
  );
}

export function usePaletteList(): readonly PaletteItem[] {
  return useSyncExternalStore(palette.subscribe, palette.list);
}
