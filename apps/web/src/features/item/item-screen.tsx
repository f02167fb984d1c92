import { Page } from '../../shell/page.tsx';

export function ItemScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'Item' }]}>{null}</Page>;
}
