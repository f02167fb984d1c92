import { bindFilterText, matches, workItemType } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { toDay } from '../../design/calendar-days.ts';
import { useRecords } from '../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { type ItemEntry, itemEntry } from './item-entry.ts';
import { byHand } from './ordering.ts';

export interface ViewItems {
  /** What passes the filter, in the order people gave by hand. */
  readonly items: readonly ItemEntry[];
  /** How many there are before the filter. */
  readonly total: number;
  /** What is wrong with the filter; then nothing is filtered. */
  readonly problem: string | undefined;
}

export function useViewItems(project: RecordState | undefined, filterText: string): ViewItems {
  const { store } = useClient();
  const { membership } = useWorkspace();
  const records = useRecords({ type: 'work_item', where: { project: project?.id ?? 'none' } });
  const bound = useMemo(() => bindFilterText(filterText, workItemType), [filterText]);
  const today = toDay(new Date());
  const items = useMemo(() => {
    const context = { me: membership.personId, today, read: (id: string) => store.get(id) };
    const passing = bound.ok ? records.filter((record) => matches(bound.value, record, context)) : records;
    return passing.map((record) => itemEntry(record, project)).sort(byHand);
  }, [records, bound, project, store, membership.personId, today]);
  return { items, total: records.length, problem: bound.ok ? undefined : bound.problem.message };
}
