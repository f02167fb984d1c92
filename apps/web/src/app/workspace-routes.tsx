import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { historySearch } from '../features/history/history-search.ts';
import { peekSearch, workViewSearch } from '../features/work-view/work-view-search.ts';
import { rootRoute } from './root-route.tsx';

const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$workspace',
  component: lazyRouteComponent(() => import('./workspace-frame.tsx'), 'WorkspaceFrame'),
});

const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  validateSearch: peekSearch,
  component: lazyRouteComponent(() => import('../features/projects/projects-screen.tsx'), 'ProjectsScreen'),
});
/** A project's own address leads to its board. */
const projectRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/p/$project',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspace/p/$project/board', params, replace: true });
  },
});
const boardRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/p/$project/board',
  validateSearch: workViewSearch,
  component: lazyRouteComponent(() => import('../features/board/board-screen.tsx'), 'BoardScreen'),
});
const listRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/p/$project/list',
  validateSearch: workViewSearch,
  component: lazyRouteComponent(() => import('../features/list/list-screen.tsx'), 'ListScreen'),
});
const projectSettingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/p/$project/settings',
  component: lazyRouteComponent(
    () => import('../features/projects/project-settings-screen.tsx'),
    'ProjectSettingsScreen',
  ),
});
const itemRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/i/$item',
  component: lazyRouteComponent(() => import('../features/item/item-screen.tsx'), 'ItemScreen'),
});
const projectHistoryRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/p/$project/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(
    () => import('../features/history/project-history-screen.tsx'),
    'ProjectHistoryScreen',
  ),
});
const itemHistoryRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/i/$item/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(
    () => import('../features/history/item-history-screen.tsx'),
    'ItemHistoryScreen',
  ),
});
const workspaceHistoryRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(
    () => import('../features/history/workspace-history-screen.tsx'),
    'WorkspaceHistoryScreen',
  ),
});
const membersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('../features/members/members-screen.tsx'), 'MembersScreen'),
});
const importRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('../features/import/import-screen.tsx'), 'ImportScreen'),
});

/** Everything inside a workspace. A feature brings its route components; its paths stand here. */
export const workspaceRoutes = frameRoute.addChildren([
  homeRoute,
  projectRoute,
  boardRoute,
  listRoute,
  projectSettingsRoute,
  projectHistoryRoute,
  itemRoute,
  itemHistoryRoute,
  workspaceHistoryRoute,
  membersRoute,
  importRoute,
]);
