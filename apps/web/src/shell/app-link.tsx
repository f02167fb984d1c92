import { useRouter, useRouterState } from '@tanstack/react-router';
import type { ComponentProps, MouseEvent } from 'react';

export interface AppLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  /** A path inside the app. Typed `Link`s of the router are for features; this is for data that brings its own paths. */
  href: string;
  /** `aria-current` also under the path, for instance a project while its board is shown. */
  within?: boolean;
}

export function AppLink({ href, within = false, onClick, ...rest }: AppLinkProps) {
  const router = useRouter();
  const current = useRouterState({ select: (state) => isCurrent(state.location.pathname, href, within) });
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return <a {...rest} href={href} onClick={follow} aria-current={current ? 'page' : undefined} />;
}

export function isCurrent(pathname: string, href: string, within: boolean): boolean {
  const path = (href.split(/[?#]/)[0] ?? '').replace(/(.)\/$/, '$1');
  return pathname === path || (within && pathname.startsWith(`${path}/`));
}
