import type { ReactNode } from 'react';
import { tabStyle } from '../design/tabs.tsx';
import { Tooltip } from '../design/tooltip.tsx';
import { AppLink } from './app-link.tsx';

export interface ViewTab {
  id: string;
  label: string;
  href: string;
  icon?: ReactNode;
  keys?: string;
}

/** Views of one thing as links, so that each has its URL and opens in a new tab. */
export function ViewTabs({ items }: { items: readonly ViewTab[] }) {
  return (
    <nav aria-label="Views" className="flex items-center gap-0.5">
      {items.map((item) => (
        <Tooltip key={item.id} label={item.label} keys={item.keys}>
          <AppLink href={item.href} className={tabStyle}>
            {item.icon}
            {item.label}
          </AppLink>
        </Tooltip>
      ))}
    </nav>
  );
}
