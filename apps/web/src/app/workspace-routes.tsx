import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';

/** What every screen with a list behind it keeps in its URL. */
export interface PeekSearch {
  /** The key (`ATR-12`) or id of the record in the peek panel. */
  peek?: string;
}

export function peekSearch(search: Record<string, unknown>): PeekSearch {
  const peek = search.peek;
  return typeof peek === 'string' && peek !== '' ? { peek } : {};
}

/** Everything inside a workspace. A feature brings its route components; its paths stand here. */
export function workspaceRoutes<Parent extends AnyRoute>(parent: Parent) {
  const frame = createRoute({
    getParentRoute: () => parent,
    path: '/w/$workspace',
    component: lazyRouteComponent(() => import('./workspace-frame.tsx'), 'WorkspaceFrame'),
  });
  return frame.addChildren([
    createRoute({
      getParentRoute: () => frame,
      path: '/',
      validateSearch: peekSearch,
      component: lazyRouteComponent(() => import('./workspace-home.tsx'), 'WorkspaceHome'),
    }),
  ]);
}
