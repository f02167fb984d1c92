import type { ReactNode } from 'react';
import { TopBar, type TopBarProps } from './top-bar.tsx';

export interface PageProps extends TopBarProps {
  /** A row of its own under the top bar: filter chips, the bar of a selection. */
  toolbar?: ReactNode;
  /** A `SidePanel`, when the URL asks for one. */
  panel?: ReactNode;
  /** Stays at the bottom, under content and panel. */
  footer?: ReactNode;
  /** Fills the room that is left and scrolls by itself. */
  children: ReactNode;
}

/** One screen inside the shell: every route renders exactly one. */
export function Page({
  breadcrumb,
  tabs,
  filters,
  presence,
  actions,
  toolbar,
  panel,
  footer,
  children,
}: PageProps) {
  return (
    <>
      <TopBar breadcrumb={breadcrumb} tabs={tabs} filters={filters} presence={presence} actions={actions} />
      {toolbar && (
        <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1">
          {toolbar}
        </div>
      )}
      <div className="flex min-h-0 flex-1">
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 overflow-auto outline-none!">
          {children}
        </main>
        {panel}
      </div>
      {footer}
    </>
  );
}
