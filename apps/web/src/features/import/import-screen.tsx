import { Page } from '../../shell/page.tsx';

export function ImportScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'Import' }]}>{null}</Page>;
}
