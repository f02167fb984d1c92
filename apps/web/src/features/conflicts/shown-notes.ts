import type { RecordId } from '@atrium/protocol';
import { useEffect } from 'react';

const shown = new Map<RecordId, number>();

/** While mounted: the record itself tells what of mine waits for a choice. */
export function useTellsOnItself(recordId: RecordId): void {
  useEffect(() => {
    shown.set(recordId, (shown.get(recordId) ?? 0) + 1);
    return () => {
      const left = (shown.get(recordId) ?? 1) - 1;
      if (left > 0) shown.set(recordId, left);
      else shown.delete(recordId);
    };
  }, [recordId]);
}

export function tellsOnItself(recordId: RecordId): boolean {
  return shown.has(recordId);
}
