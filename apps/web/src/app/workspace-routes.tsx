import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root-route.tsx';

/** What every screen with a list behind it keeps in its URL. */
export interface PeekSearch {
  /** The key (`ATR-12`) or id of the record in the peek panel. */
  peek?: string;
}

export function peekSearch(search: Record<string, unknown>): PeekSearch {
  const { peek } = search;
  // Named even when refused: what is not named here would pass through unchecked.
  return { peek: typeof peek === 'string' && peek !== '' ? peek : undefined };
}

const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$workspace',
  component: lazyRouteComponent(() => import('./workspace-frame.tsx'), 'WorkspaceFrame'),
});

const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  validateSearch: peekSearch,
  component: lazyRouteComponent(() => import('./workspace-home.tsx'), 'WorkspaceHome'),
});

/** Everything inside a workspace. A feature brings its route components; its paths stand here. */
export const workspaceRoutes = frameRoute.addChildren([homeRoute]);
