import { bindFilterText, compareRank, matches, readsOthers, workItemType } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { useMemo } from 'react';
import { toDay } from '../../design/calendar-days.ts';
import { useOrderedRecords, useRecords } from '../../workspace/use-records.ts';
import { useClient, useWorkspace } from '../../workspace/workspace-context.ts';
import { type ItemEntry, itemEntry } from './item-entry.ts';

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
  const query = { type: 'work_item', where: { project: project?.id ?? 'none' } };
  const records = useRecords(query);
  const bound = useMemo(() => bindFilterText(filterText, workItemType), [filterText]);
  const today = toDay(new Date());
  // A filter that looks at other records is asked anew for all of them, whichever changed.
  const beyond = bound.ok && readsOthers(bound.value) ? records : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `beyond` stands for what the filter reads.
  const ordering = useMemo(() => {
    if (!bound.ok || filterText.trim() === '') return { compare: compareRank };
    const context = { me: membership.personId, today, read: (id: string) => store.get(id) };
    return {
      compare: compareRank,
      passes: (record: RecordState) => matches(bound.value, record, context),
    };
  }, [bound, filterText, store, membership.personId, today, beyond]);
  const passing = useOrderedRecords(query, ordering);
  const items = useMemo(() => passing.map((record) => itemEntry(record, project)), [passing, project]);
  return { items, total: records.length, problem: bound.ok ? undefined : bound.problem.message };
}
