import { Page } from '../../shell/page.tsx';

export function BoardScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'Board' }]}>{null}</Page>;
}
