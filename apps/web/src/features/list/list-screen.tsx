import { Page } from '../../shell/page.tsx';

export function ListScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'List' }]}>{null}</Page>;
}
