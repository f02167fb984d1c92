import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { WorkViewSearch } from './work-view-search.ts';

/** What the URL says of a view, and a way to change parts of it. Peeking and filtering leave no steps in history. */
export function useViewSearch(): [WorkViewSearch, (change: WorkViewSearch) => void] {
  const search: WorkViewSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (part: WorkViewSearch) => {
      void navigate({
        to: '.',
        search: (before: WorkViewSearch) => ({ ...before, ...part }),
        replace: true,
      });
    },
    [navigate],
  );
  return [search, change];
}
