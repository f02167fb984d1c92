import { useState } from 'react';

/** Which columns of a project are folded, kept in this browser. */
export function useCollapsed(
  projectId: string,
): [ReadonlySet<string>, (status: string, to: boolean) => void] {
  const key = `atrium.board.${projectId}.collapsed`;
  const [collapsed, setCollapsed] = useState(() => read(key));
  const collapse = (status: string, to: boolean) => {
    const next = new Set(collapsed);
    if (to) next.add(status);
    else next.delete(status);
    setCollapsed(next);
    try {
      localStorage.setItem(key, JSON.stringify([...next]));
    } catch {
      // Not kept then; it still works until the page is left.
    }
  };
  return [collapsed, collapse];
}

function read(key: string): ReadonlySet<string> {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return new Set(Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : []);
  } catch {
    return new Set();
  }
}
