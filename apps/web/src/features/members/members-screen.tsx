import { Page } from '../../shell/page.tsx';

export function MembersScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'Members' }]}>{null}</Page>;
}
