import { parseWorkItemKey } from '@atrium/model';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useRecords } from '../workspace/use-records.ts';
import { useClient } from '../workspace/workspace-context.ts';
import { pageTitle } from './page-title.ts';

/** Keeps the tab's title true for every screen of the workspace. */
export function usePageTitle(workspace: string): void {
  const { store } = useClient();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const projects = useRecords({ type: 'project' });
  useEffect(() => {
    document.title = pageTitle({
      pathname,
      workspace,
      projectName: (key) => {
        const project = projects.find(({ fields }) => fields.key === key.toUpperCase());
        return project && String(project.fields.name);
      },
      itemTitle: (key) => {
        const parsed = parseWorkItemKey(key);
        const project = parsed && projects.find(({ fields }) => fields.key === parsed.key);
        const id = project && store.find(`item:${project.id}:${parsed.number}`);
        const title = id && store.get(id)?.fields.title;
        return typeof title === 'string' ? title : undefined;
      },
    });
  }, [pathname, workspace, projects, store]);
}
