import { createContext, type ReactNode, useContext } from 'react';

export interface ShellControls {
  sidebarOpen: boolean;
  toggleSidebar: () => void;
  /** On a phone: the sidebar as a sheet. */
  openMenu: () => void;
  openPalette: () => void;
  openShortcuts: () => void;
  /** The connection pill, for where the sidebar is not to be seen. */
  status?: ReactNode;
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
