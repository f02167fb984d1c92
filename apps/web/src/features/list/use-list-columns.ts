import { useCallback, useState } from 'react';
import { remembered } from '../../workspace/remembered.ts';
import { ALL_COLUMNS, type ColumnChoice, readColumns } from './list-columns.ts';

const kept = remembered<ColumnChoice>('atrium.list.columns', readColumns);

/** Which columns the list shows, in which order and how wide; kept in this browser. */
export function useListColumns() {
  const [choice, setChoice] = useState(() => kept.get() ?? ALL_COLUMNS);
  const change = useCallback((next: (before: ColumnChoice) => ColumnChoice) => {
    setChoice((before) => {
      const after = next(before);
      kept.set(after);
      return after;
    });
  }, []);
  return [choice, change] as const;
}
