import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Toaster } from '../design/toast.tsx';
import { TooltipProvider } from '../design/tooltip.tsx';
import { ScreenFailure } from '../shell/error-boundary.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { workspaceRoutes } from './workspace-routes.tsx';

export interface RouterContext {
  queries: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Root });

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
    const next = search.next;
    return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
  },
  component: lazyRouteComponent(() => import('../features/landing/sign-in-route.tsx'), 'SignInRoute'),
});
const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('../features/landing/sign-up-route.tsx'), 'SignUpRoute'),
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('../features/landing/invite-route.tsx'), 'InviteRoute'),
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
  signUpRoute,
  inviteRoute,
  workspaceRoutes(rootRoute),
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

function Root() {
  return (
    <TooltipProvider>
      <Outlet />
      <Toaster />
    </TooltipProvider>
  );
}

function RouteFailure({ error, reset }: ErrorComponentProps) {
  return <ScreenFailure error={error instanceof Error ? error : new Error(String(error))} retry={reset} />;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
