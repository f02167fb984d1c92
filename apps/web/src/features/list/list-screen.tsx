import { useCallback, useMemo, useState } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { ListPicture } from '../../design/pictures.tsx';
import { RowsSkeleton } from '../../design/skeleton.tsx';
import { TimeTravel } from '../past/time-travel.tsx';
import { orderBy, readSorting } from '../work-view/ordering.ts';
import { useTellView } from '../work-view/use-tell-view.ts';
import { useViewSearch } from '../work-view/use-view-search.ts';
import { useWorkViewState } from '../work-view/use-work-view-state.ts';
import { WorkViewPage } from '../work-view/work-view-page.tsx';
import { WorkViewPanel } from '../work-view/work-view-panel.tsx';
import { List } from './list.tsx';
import { toggledColumn } from './list-columns.ts';
import { ListOptions } from './list-options.tsx';
import { readGrouping, rowsOf } from './list-rows.ts';
import { useListColumns } from './use-list-columns.ts';

export function ListScreen() {
  const [{ at }] = useViewSearch();
  return (
    <TimeTravel at={at}>
      <ListView />
    </TimeTravel>
  );
}

function ListView() {
  const state = useWorkViewState();
  const { items, search, changeSearch, total } = state;
  const { scope, view } = state.projectView;
  useTellView(scope, 'list', search.peek);
  const [columns, changeColumns] = useListColumns();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const onFold = useCallback((id: string) => setFolded((before) => toggledIn(before, id)), []);
  const grouping = readGrouping(search.group);
  const rows = useMemo(() => {
    const statuses = view?.statuses ?? [];
    const sorted = [...items].sort(orderBy(readSorting(search.sort), statuses));
    const people = [...(view?.people.keys() ?? [])];
    const personOf = (id: string) => view?.people.get(id)?.id ?? id;
    return rowsOf(sorted, { grouping, statuses, people, personOf, folded });
  }, [items, search.sort, grouping, view?.statuses, view?.people, folded]);
  const order = useMemo(
    () => [...new Set(rows.flatMap((row) => (row.kind === 'item' ? [row.item.id] : [])))],
    [rows],
  );
  return (
    <WorkViewPage
      state={state}
      skeleton={<RowsSkeleton rows={14} />}
      options={
        <ListOptions
          grouping={grouping}
          onGrouping={(group) => changeSearch({ group: group === 'status' ? undefined : group })}
          columns={columns.shown}
          onColumn={(id) => changeColumns((before) => toggledColumn(before, id))}
        />
      }
      panel={<WorkViewPanel state={state} order={order} />}
    >
      {items.length > 0 ? (
        <List
          state={state}
          rows={rows}
          order={order}
          grouping={grouping}
          columns={columns}
          onColumns={changeColumns}
          onFold={onFold}
        />
      ) : total > 0 ? (
        <EmptyState
          picture={<ListPicture />}
          title="Nothing passes the filter"
          action={{ label: 'Clear the filter', run: () => changeSearch({ filter: undefined }) }}
        >
          {`${total} work items are hidden by it.`}
        </EmptyState>
      ) : (
        <EmptyState picture={<ListPicture />} title="No work items yet">
          Press C, or the button at the top, to write down the first one.
        </EmptyState>
      )}
    </WorkViewPage>
  );
}

function toggledIn(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
