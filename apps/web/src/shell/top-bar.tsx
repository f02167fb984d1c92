import { ChevronRight, PanelLeft } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { IconButton } from '../design/icon-button.tsx';
import { AppLink } from './app-link.tsx';
import { useShell } from './shell-context.ts';
import { type ViewTab, ViewTabs } from './view-tabs.tsx';

export interface Crumb {
  id: string;
  label: ReactNode;
  href?: string;
  icon?: ReactNode;
}

export interface TopBarProps {
  /** From the outermost in; the last one is the page itself. */
  breadcrumb: readonly Crumb[];
  /** The same thing seen otherwise, each with its own URL: board, list, backlog. */
  tabs?: readonly ViewTab[];
  /** Small: a button that opens filters, a group-by. What is long goes in the page's toolbar. */
  filters?: ReactNode;
  /** Who is here. */
  presence?: ReactNode;
  actions?: ReactNode;
}

export function TopBar({ breadcrumb, tabs, filters, presence, actions }: TopBarProps) {
  const shell = useShell();
  const second = Boolean(tabs?.length || filters);
  return (
    <header className="shrink-0 border-b border-line">
      <div className="flex h-(--size-topbar) items-center gap-3 px-3">
        {!shell.sidebarOpen && (
          <IconButton
            label="Show sidebar"
            keys="["
            icon={<PanelLeft />}
            onClick={shell.toggleSidebar}
            className="-mr-1 max-wide:hidden"
          />
        )}
        <Breadcrumb crumbs={breadcrumb} />
        {second && (
          <div className="flex min-w-0 items-center gap-2 max-wide:hidden">
            {tabs && tabs.length > 0 && <ViewTabs items={tabs} />}
            {filters}
          </div>
        )}
        <div className="ml-auto flex shrink-0 items-center gap-2">
          {shell.status && <span className={shell.sidebarOpen ? 'wide:hidden' : ''}>{shell.status}</span>}
          {presence}
          {actions}
        </div>
      </div>
      {second && (
        <div className="flex h-10 items-center gap-2 overflow-x-auto px-3 pb-1 [scrollbar-width:none] wide:hidden">
          {tabs && tabs.length > 0 && <ViewTabs items={tabs} />}
          {filters && <div className="ml-auto flex items-center gap-1">{filters}</div>}
        </div>
      )}
    </header>
  );
}

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-13">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <Fragment key={crumb.id}>
              {index > 0 && (
                <ChevronRight
                  className="size-3.5 shrink-0 text-ink-faint max-wide:hidden"
                  aria-hidden="true"
                />
              )}
              <li className={last ? 'min-w-0' : 'shrink-0 max-wide:hidden'}>
                <CrumbLabel crumb={crumb} last={last} />
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

function CrumbLabel({ crumb, last }: { crumb: Crumb; last: boolean }) {
  const inside = (
    <>
      {crumb.icon}
      <span className="truncate">{crumb.label}</span>
    </>
  );
  const looks = 'flex min-w-0 items-center gap-1.5 rounded-mark [&>svg]:size-4 [&>svg]:shrink-0';
  if (last || !crumb.href) {
    return <span className={`${looks} ${last ? 'font-semibold text-ink' : 'text-ink-muted'}`}>{inside}</span>;
  }
  return (
    <AppLink href={crumb.href} className={`${looks} text-ink-muted transition-colors hover:text-ink`}>
      {inside}
    </AppLink>
  );
}
