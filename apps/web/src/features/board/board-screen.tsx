import { useMemo } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { BoardPicture } from '../../design/pictures.tsx';
import { BoardSkeleton } from '../../design/skeleton.tsx';
import { TimeTravel } from '../past/time-travel.tsx';
import { useTellView } from '../work-view/use-tell-view.ts';
import { useViewSearch } from '../work-view/use-view-search.ts';
import { useWorkViewState } from '../work-view/use-work-view-state.ts';
import { WorkViewPage } from '../work-view/work-view-page.tsx';
import { WorkViewPanel } from '../work-view/work-view-panel.tsx';
import { Board } from './board.tsx';
import { columnsOf } from './board-columns.ts';

export function BoardScreen() {
  const [{ at }] = useViewSearch();
  return (
    <TimeTravel at={at}>
      <BoardView />
    </TimeTravel>
  );
}

function BoardView() {
  const state = useWorkViewState();
  const { scope, view } = state.projectView;
  const tellDrag = useTellView(scope, 'board', state.search.peek);
  const statuses = view?.statuses;
  const columns = useMemo(() => columnsOf(state.items, statuses ?? []), [state.items, statuses]);
  const order = useMemo(() => columns.flatMap(({ items }) => items.map(({ id }) => id)), [columns]);
  return (
    <WorkViewPage
      state={state}
      skeleton={<BoardSkeleton />}
      panel={<WorkViewPanel state={state} order={order} />}
    >
      {scope && columns.length > 0 ? (
        <Board state={state} columns={columns} order={order} scope={scope} tellDrag={tellDrag} />
      ) : (
        <EmptyState picture={<BoardPicture />} title="This project has no statuses yet">
          Give it some in its settings, and they become the columns of the board.
        </EmptyState>
      )}
    </WorkViewPage>
  );
}
