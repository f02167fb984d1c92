import { Page } from '../../shell/page.tsx';

export function ProjectSettingsScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'Settings' }]}>{null}</Page>;
}
