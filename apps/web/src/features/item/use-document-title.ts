import { useEffect } from 'react';

/** Keeps the tab's title true while the item is renamed. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
