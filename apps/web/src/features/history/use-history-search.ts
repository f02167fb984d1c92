import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type HistorySearch, historySearch } from './history-search.ts';

/** What the address says, and changing it; what is laid open is a step that "Back" takes back. */
export function useHistorySearch() {
  const raw = useSearch({ strict: false });
  const search = useMemo(() => historySearch(raw), [raw]);
  const navigate = useNavigate();
  const change = useCallback(
    (next: HistorySearch) =>
      void navigate({
        to: '.',
        search: next,
        replace: next.compare === undefined && next.version === undefined,
      }),
    [navigate],
  );
  return { search, change };
}
