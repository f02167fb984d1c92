import { useCallback, useState } from 'react';

const KEY = 'atrium.sidebar';

/** Open or not, remembered in this browser. */
export function useSidebarState(): [open: boolean, toggle: () => void] {
  const [open, setOpen] = useState(read);
  const toggle = useCallback(() => {
    setOpen((was) => {
      save(!was);
      return !was;
    });
  }, []);
  return [open, toggle];
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'closed';
  } catch {
    return true;
  }
}

function save(open: boolean): void {
  try {
    localStorage.setItem(KEY, open ? 'open' : 'closed');
  } catch {
    // Not remembered, but toggled.
  }
}
