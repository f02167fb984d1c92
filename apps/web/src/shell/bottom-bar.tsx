import { Menu as MenuIcon } from 'lucide-react';
import { AppLink } from './app-link.tsx';
import type { NavItem } from './navigation.ts';
import { useShell } from './shell-context.ts';

const cell =
  'flex h-full flex-1 flex-col items-center justify-center gap-0.5 text-11 font-medium text-ink-faint ring-inside aria-[current=page]:text-accent-ink [&>svg]:size-5';

/** On a phone: the few places people go, and everything else behind "More". */
export function BottomBar({ items }: { items: readonly NavItem[] }) {
  const shell = useShell();
  return (
    <nav
      aria-label="Main"
      className="z-bar flex h-(--size-bottombar) shrink-0 items-stretch border-t bg-canvas pb-[env(safe-area-inset-bottom)] wide:hidden"
    >
      {items.slice(0, 4).map((item) => (
        <AppLink key={item.id} href={item.href} within={item.within} className={cell}>
          {item.icon}
          {item.label}
        </AppLink>
      ))}
      <button type="button" className={cell} onClick={shell.openMenu}>
        <MenuIcon aria-hidden="true" />
        More
      </button>
    </nav>
  );
}
