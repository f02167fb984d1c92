import type { ReactNode } from 'react';

/** One thing that can be done or gone to from the palette. */
export interface PaletteItem {
  id: string;
  label: string;
  group: string;
  run: () => void;
  icon?: ReactNode;
  keys?: string;
  hint?: string;
  keywords?: readonly string[];
  /** Lower stands higher: 0 what is selected, 10 the page, 20 going somewhere, 30 records, 40 the rest. */
  rank?: number;
}

const DEFAULT_RANK = 40;

export interface PaletteRegistry {
  add: (items: readonly PaletteItem[]) => () => void;
  list: () => readonly PaletteItem[];
  subscribe: (listener: () => void) => () => void;
}

export function createPaletteRegistry(): PaletteRegistry {
  let sources: readonly (readonly PaletteItem[])[] = [];
  let items: readonly PaletteItem[] = [];
  const listeners = new Set<() => void>();
  const change = (next: typeof sources) => {
    sources = next;
    items = orderItems(next.flat());
    for (const listener of listeners) listener();
  };
  return {
    add(added) {
      change([...sources, added]);
      return () => change(sources.filter((source) => source !== added));
    },
    list: () => items,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** By rank, then in the order of registration; the last of two with one id wins. */
export function orderItems(items: readonly PaletteItem[]): PaletteItem[] {
  const unique = new Map(items.map((item) => [item.id, item]));
  return [...unique.values()].sort((a, b) => (a.rank ?? DEFAULT_RANK) - (b.rank ?? DEFAULT_RANK));
}
