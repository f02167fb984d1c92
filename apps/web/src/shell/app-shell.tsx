import { type ReactNode, useMemo, useState } from 'react';
import { CommandPalette, type CommandPaletteProps } from '../design/command-palette.tsx';
import { Sheet } from '../design/sheet.tsx';
import { ShortcutSheet } from '../design/shortcut-sheet.tsx';
import { useShortcutListener, useShortcuts } from '../design/use-shortcuts.ts';
import { BottomBar } from './bottom-bar.tsx';
import type { NavItem } from './navigation.ts';
import { ShellContext, type ShellControls } from './shell-context.ts';
import { Sidebar, type SidebarProps } from './sidebar.tsx';
import { useSidebarState } from './sidebar-state.ts';

export interface AppShellProps extends Omit<SidebarProps, 'onFollow'> {
  /** The four places of the bar on a phone. */
  bottom: readonly NavItem[];
  searchRecords?: CommandPaletteProps['searchRecords'];
  /** A sentence over everything: offline with work that waits, a new version. */
  banner?: ReactNode;
  /** The connection pill as it is shown while the sidebar is hidden. */
  status?: ReactNode;
  /** A `Page` per route. */
  children: ReactNode;
}

/** The frame of the workspace. Holds no data: what it shows comes in, what is pressed goes out. */
export function AppShell({ bottom, searchRecords, banner, status, children, ...sidebar }: AppShellProps) {
  const [sidebarOpen, toggleSidebar] = useSidebarState();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);

  const controls = useMemo<ShellControls>(
    () => ({
      status,
      sidebarOpen,
      toggleSidebar,
      openMenu: () => setMenuOpen(true),
      openPalette: () => {
        setMenuOpen(false);
        setPaletteOpen(true);
      },
      openShortcuts: () => {
        setMenuOpen(false);
        setShortcutsOpen(true);
      },
    }),
    [status, sidebarOpen, toggleSidebar],
  );

  useShortcutListener();
  useShortcuts([
    {
      keys: '$mod+k',
      label: 'Search or do something',
      group: 'Anywhere',
      always: true,
      unoffered: true,
      run: () => setPaletteOpen((open) => !open),
    },
    { keys: '/', label: 'Search', group: 'Anywhere', quiet: true, run: () => setPaletteOpen(true) },
    { keys: '[', label: 'Show or hide the sidebar', group: 'Anywhere', rank: 90, run: toggleSidebar },
    {
      keys: '?',
      label: 'Show keyboard shortcuts',
      group: 'Anywhere',
      rank: 90,
      run: () => setShortcutsOpen(true),
    },
  ]);

  return (
    <ShellContext value={controls}>
      <div className="flex h-dvh flex-col overflow-hidden bg-canvas text-ink">
        <a
          href="#main"
          className="absolute left-2 top-2 z-toast -translate-y-16 rounded-control bg-accent px-3 py-1.5 font-medium text-on-accent focus:translate-y-0"
        >
          Skip to the content
        </a>
        {banner}
        <div className="flex min-h-0 flex-1">
          {sidebarOpen && (
            <div className="w-(--size-sidebar) shrink-0 max-wide:hidden">
              <Sidebar {...sidebar} />
            </div>
          )}
          <div
            className={`flex min-w-0 flex-1 flex-col bg-surface wide:border-line ${sidebarOpen ? 'wide:my-1.5 wide:mr-1.5 wide:overflow-hidden wide:rounded-card wide:border' : ''}`}
          >
            {children}
          </div>
        </div>
        <BottomBar items={bottom} />
      </div>
      <Sheet open={menuOpen} onOpenChange={setMenuOpen} title="Menu" side="left" bare>
        <Sidebar {...sidebar} onFollow={() => setMenuOpen(false)} />
      </Sheet>
      <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} searchRecords={searchRecords} />
      <ShortcutSheet open={shortcutsOpen} onOpenChange={setShortcutsOpen} />
    </ShellContext>
  );
}
