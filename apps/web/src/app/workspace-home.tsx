import { EmptyState } from '../design/empty-state.tsx';
import { BoardPicture } from '../design/pictures.tsx';
import { Page } from '../shell/page.tsx';

export function WorkspaceHome() {
  return (
    <Page breadcrumb={[{ id: 'home', label: 'Home' }]}>
      <EmptyState picture={<BoardPicture />} title="Nothing here yet">
        Projects and the work in them appear here.
      </EmptyState>
    </Page>
  );
}
