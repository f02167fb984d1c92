import { Page } from '../../shell/page.tsx';

export function ProjectsScreen() {
  return <Page breadcrumb={[{ id: 'here', label: 'Projects' }]}>{null}</Page>;
}
