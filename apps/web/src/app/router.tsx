import {
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { ScreenFailure } from '../shell/error-boundary.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { type RouterContext, rootRoute } from './root-route.tsx';
import { workspaceRoutes } from './workspace-routes.tsx';

const landingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/landing/landing-route.tsx'), 'LandingRoute'),
});
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  /** Where to go afterwards; only paths of this app. */
  validateSearch: (search): { next?: string } => {
    const { next } = search;
    // Named even when refused: what is not named here would pass through unchecked.
    return { next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined };
  },
  component: lazyRouteComponent(() => import('../features/landing/entry-routes.tsx'), 'SignInRoute'),
});
const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../features/landing/entry-routes.tsx'), 'SetUpRoute'),
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('../features/landing/entry-routes.tsx'), 'InviteRoute'),
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w',
  component: lazyRouteComponent(() => import('./home-route.tsx'), 'HomeRoute'),
});

// Replaced at build time: a production build neither routes to the gallery nor contains it.
const galleryRoutes =
  import.meta.env.DEV || import.meta.env.MODE === 'gallery'
    ? [
        createRoute({
          getParentRoute: () => rootRoute,
          path: '/gallery',
          component: lazyRouteComponent(() => import('../gallery/gallery.tsx'), 'Gallery'),
        }),
        createRoute({
          getParentRoute: () => rootRoute,
          path: '/gallery/shell',
          component: lazyRouteComponent(() => import('../gallery/gallery-shell.tsx'), 'GalleryShell'),
        }),
      ]
    : [];

const routeTree = rootRoute.addChildren([
  landingRoute,
  signInRoute,
  setUpRoute,
  inviteRoute,
  homeRoute,
  workspaceRoutes,
  ...galleryRoutes,
]);

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultNotFoundComponent: () => <NotFound />,
    defaultErrorComponent: RouteFailure,
    scrollRestoration: false,
  });
}

function RouteFailure({ error, reset }: ErrorComponentProps) {
  return <ScreenFailure error={error instanceof Error ? error : new Error(String(error))} retry={reset} />;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
