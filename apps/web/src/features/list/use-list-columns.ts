import { useState } from 'react';
import { LIST_COLUMNS } from './list-columns.ts';

const KEY = 'atrium.list.columns';

/** Which columns the list shows, kept in this browser. */
export function useListColumns(): [readonly string[], (id: string) => void] {
  const [chosen, setChosen] = useState(read);
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    setChosen(next);
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch {
      // Not kept then; it still works until the page is left.
    }
  };
  return [chosen, toggle];
}

function read(): readonly string[] {
  const all = LIST_COLUMNS.map(({ id }) => id);
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return Array.isArray(list) ? all.filter((id) => list.includes(id)) : all;
  } catch {
    return all;
  }
}
