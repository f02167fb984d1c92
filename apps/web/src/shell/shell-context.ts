import { createContext, useContext } from 'react';

export interface ShellControls {
  sidebarOpen: boolean;
  toggleSidebar: () => void;
  /** On a phone: the sidebar as a sheet. */
  openMenu: () => void;
  openPalette: () => void;
  openShortcuts: () => void;
}

export const ShellContext = createContext<ShellControls>({
  sidebarOpen: true,
  toggleSidebar: () => undefined,
  openMenu: () => undefined,
  openPalette: () => undefined,
  openShortcuts: () => undefined,
});

export function useShell(): ShellControls {
  return useContext(ShellContext);
}
